// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/media_store/media_kind.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace trutina::storage {

using namespace std::string_view_literals;

MediaKind mediaKindOf(std::span<const std::byte> start) {
    const std::string_view bytes(reinterpret_cast<const char*>(start.data()), start.size());
    const auto hasAt = [bytes](std::size_t offset, std::string_view mark) {
        return bytes.size() >= offset + mark.size() && bytes.substr(offset, mark.size()) == mark;
    };
    if (hasAt(4, "ftyp"sv)) {
        // The box format of MP4 also wraps still pictures; their brands say so.
        static constexpr std::array kStillBrands{"avif"sv, "avis"sv, "heic"sv, "heix"sv, "heim"sv, "heis"sv, "mif1"sv, "msf1"sv};
        const bool isStill = std::ranges::any_of(kStillBrands, [&](std::string_view brand) { return hasAt(8, brand); });
        return isStill ? MediaKind::Image : MediaKind::Video;
    }
    // NOLINTBEGIN(modernize-raw-string-literal): these are bytes, not text
    constexpr std::size_t kTransportPacket = 188;
    const bool isVideo = hasAt(0, "\x1A\x45\xDF\xA3"sv)                              // Matroska, WebM
                         || (hasAt(0, "RIFF"sv) && hasAt(8, "AVI "sv))               // AVI
                         || hasAt(0, "FLV\x01"sv)                                    // Flash video
                         || hasAt(0, "OggS"sv)                                       // Ogg
                         || hasAt(0, "\x00\x00\x01\xBA"sv)                           // MPEG program stream
                         || hasAt(0, "\x00\x00\x01\xB3"sv)                           // MPEG video
                         || hasAt(0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv)           // Windows Media
                         || hasAt(4, "moov"sv) || hasAt(4, "mdat"sv)                 // old QuickTime
                         || (hasAt(0, "\x47"sv) && hasAt(kTransportPacket, "\x47"sv) // MPEG transport stream
                             && hasAt(2 * kTransportPacket, "\x47"sv));
    // NOLINTEND(modernize-raw-string-literal)
    return isVideo ? MediaKind::Video : MediaKind::Image;
}

} // namespace trutina::storage
