// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_bytes.h"

#include "engine/media/media_format.h"

#include <fstream>
#include <string>
#include <system_error>

namespace trutina::engine {

namespace {

/// No picture within maximalPicturePixels needs a larger file, uncompressed with four channels of 16 bits apart.
constexpr std::uintmax_t maximalFileBytes = std::uintmax_t{1} << 30;

} // namespace

std::vector<std::uint8_t> readMediaBytes(const std::filesystem::path& file) {
    std::error_code code;
    const auto size = std::filesystem::file_size(file, code);
    if (code) {
        throw unreadableMedia(file, code.message());
    }
    if (size > maximalFileBytes) {
        throw oversizedMedia(file, std::to_string(size >> 20) + " MiB");
    }
    std::vector<std::uint8_t> bytes(size);
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size))) {
        throw unreadableMedia(file, "reading failed");
    }
    return bytes;
}

} // namespace trutina::engine
