// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/media_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

namespace trutina::storage {
namespace {

using namespace std::string_view_literals;

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    MediaKind kind;
    const char* extension;
};

constexpr std::array kSignatures = {
    Signature{0, "\x89PNG\r\n\x1a\n"sv, MediaKind::Image, "png"},
    Signature{0, "\xFF\xD8\xFF"sv, MediaKind::Image, "jpg"},
    Signature{0, "GIF8"sv, MediaKind::Image, "gif"},
    Signature{8, "WEBP"sv, MediaKind::Image, "webp"},
    Signature{0, "BM"sv, MediaKind::Image, "bmp"},
    Signature{0, "II*\0"sv, MediaKind::Image, "tif"},
    Signature{0, "MM\0*"sv, MediaKind::Image, "tif"},
    Signature{4, "ftypavif"sv, MediaKind::Image, "avif"},
    Signature{4, "ftypavis"sv, MediaKind::Image, "avif"},
    Signature{4, "ftypheic"sv, MediaKind::Image, "heic"},
    Signature{4, "ftypmif1"sv, MediaKind::Image, "heif"},
    Signature{4, "ftypqt  "sv, MediaKind::Video, "mov"},
    Signature{4, "ftyp"sv, MediaKind::Video, "mp4"},
    Signature{4, "moov"sv, MediaKind::Video, "mov"},
    Signature{0, "\x1A\x45\xDF\xA3"sv, MediaKind::Video, "mkv"},
    Signature{8, "AVI "sv, MediaKind::Video, "avi"},
    Signature{0, "FLV\x01"sv, MediaKind::Video, "flv"},
    Signature{0, "OggS"sv, MediaKind::Video, "ogv"},
    Signature{0, "\0\0\x01\xBA"sv, MediaKind::Video, "mpg"},
    Signature{0, "\0\0\x01\xB3"sv, MediaKind::Video, "mpg"},
    Signature{0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv, MediaKind::Video, "wmv"},
};

constexpr std::array kVideoEndings = {"mp4"sv, "m4v"sv, "mov"sv,  "mkv"sv, "webm"sv, "avi"sv, "flv"sv,
                                      "ogv"sv, "mpg"sv, "mpeg"sv, "wmv"sv, "ts"sv,   "3gp"sv};
constexpr std::array kImageEndings = {"png"sv, "jpg"sv, "jpeg"sv, "gif"sv,  "webp"sv,
                                      "bmp"sv, "tif"sv, "tiff"sv, "avif"sv, "heic"sv};

/// The ending in lower case when it is short and plain; otherwise nothing.
std::string endingOf(const std::string& name) {
    const auto dot = name.rfind('.');
    if (dot == std::string::npos) {
        return {};
    }
    std::string ending = name.substr(dot + 1);
    if (ending.empty() || ending.size() > 5) {
        return {};
    }
    for (char& c : ending) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
            return {};
        }
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return ending;
}

template <typename List>
bool holds(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

MediaType mediaTypeOf(std::string_view start) {
    for (const Signature& signature : kSignatures) {
        if (start.size() >= signature.offset + signature.bytes.size() &&
            start.substr(signature.offset, signature.bytes.size()) == signature.bytes) {
            return {signature.kind, signature.extension};
        }
    }
    return {};
}

MediaType mediaTypeOf(const MediaRecord& media) {
    std::string start(64, '\0');
    std::ifstream stream(media.path, std::ios::binary);
    stream.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(stream.gcount()));
    MediaType type = mediaTypeOf(std::string_view(start));

    const std::string ending = endingOf(media.originalName);
    if (type.extension.empty() || (type.extension == "mkv" && ending == "webm")) {
        type.extension = ending;
    }
    if (type.kind == MediaKind::Unknown) {
        type.kind = holds(kVideoEndings, ending)   ? MediaKind::Video
                    : holds(kImageEndings, ending) ? MediaKind::Image
                                                   : MediaKind::Unknown;
    }
    if (media.as != MediaReading::Automatic) {
        type.kind = media.as == MediaReading::Image ? MediaKind::Image : MediaKind::Video;
    }
    return type;
}

} // namespace trutina::storage
