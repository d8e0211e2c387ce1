// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/whole_media.h"

#include "storage/formats/media_kind.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

namespace trutina::storage {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kStart = 64;
constexpr std::size_t kEnd = 4096; // some programs write a little behind the end

std::string readAt(std::ifstream& file, std::uint64_t offset, std::size_t count) {
    std::string bytes(count, '\0');
    file.clear();
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
    return bytes;
}

std::uint64_t number(std::string_view bytes, bool isLittle) {
    std::uint64_t value = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        value = value << 8U | static_cast<unsigned char>(bytes[isLittle ? bytes.size() - 1 - at : at]);
    }
    return value;
}

/// Boxes one after the other, each with its length, to the end of the file.
bool areBoxesWhole(std::ifstream& file, std::uint64_t size) {
    for (std::uint64_t at = 0; at + 8 <= size;) {
        const std::string head = readAt(file, at, 16);
        std::uint64_t length = number(std::string_view(head).substr(0, 4), false);
        if (length == 1 && head.size() == 16) {
            length = number(std::string_view(head).substr(8), false);
        }
        if (length == 0) {
            return true; // to the end
        }
        if (length < 8 || length > size - at) {
            return false;
        }
        at += length;
    }
    return true;
}

} // namespace

bool looksWhole(const std::filesystem::path& path) {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || !file || size == 0) {
        return false;
    }
    const std::string start = readAt(file, 0, kStart);
    const std::string_view bytes(start);
    if (mediaTypeOf(bytes).kind == MediaKind::Unknown) {
        return false;
    }
    const std::string end = readAt(file, size - std::min<std::uint64_t>(size, kEnd), kEnd);
    if (bytes.starts_with("\xFF\xD8"sv)) {
        return end.find("\xFF\xD9"sv) != std::string::npos;
    }
    if (bytes.starts_with("\x89PNG"sv)) {
        return end.find("IEND"sv) != std::string::npos;
    }
    if (bytes.starts_with("GIF8"sv)) {
        return end.find('\x3B') != std::string::npos;
    }
    if (bytes.starts_with("RIFF"sv) && bytes.size() >= 8) {
        return number(bytes.substr(4, 4), true) + 8 <= size + 1;
    }
    if (bytes.size() >= 8 && bytes.substr(4, 4) == "ftyp"sv) {
        return areBoxesWhole(file, size);
    }
    return true;
}

} // namespace trutina::storage
