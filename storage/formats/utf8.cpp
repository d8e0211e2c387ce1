// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/utf8.h"

#include "storage/database/utf8.h"

#include <cstdint>

namespace trutina::storage {
namespace {

struct Decoded {
    std::uint32_t point = 0;
    std::size_t length = 0; ///< 0: not well-formed
};

Decoded decodeAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t index) { return static_cast<std::uint8_t>(text[index]); };
    const std::uint8_t lead = byte(at);
    if (lead < 0x80) {
        return {lead, 1};
    }
    std::size_t length = 0;
    std::uint32_t point = 0;
    std::uint32_t least = 0;
    if ((lead & 0xE0U) == 0xC0U) {
        length = 2;
        point = lead & 0x1FU;
        least = 0x80;
    } else if ((lead & 0xF0U) == 0xE0U) {
        length = 3;
        point = lead & 0x0FU;
        least = 0x800;
    } else if ((lead & 0xF8U) == 0xF0U) {
        length = 4;
        point = lead & 0x07U;
        least = 0x10000;
    } else {
        return {};
    }
    if (text.size() - at < length) {
        return {};
    }
    for (std::size_t index = 1; index < length; ++index) {
        if ((byte(at + index) & 0xC0U) != 0x80U) {
            return {};
        }
        point = (point << 6U) | (byte(at + index) & 0x3FU);
    }
    if (point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        return {};
    }
    return {point, length};
}

bool isPythonSpace(std::uint32_t point) {
    return (point >= 0x09 && point <= 0x0D) || (point >= 0x1C && point <= 0x20) || point == 0x85 || point == 0xA0 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 || point == 0x202F ||
           point == 0x205F || point == 0x3000;
}

} // namespace

std::optional<std::size_t> firstBadUtf8Byte(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        at += asciiLength(text.substr(at));
        if (at == text.size()) {
            break;
        }
        const Decoded decoded = decodeAt(text, at);
        if (decoded.length == 0) {
            return at;
        }
        at += decoded.length;
    }
    return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty()) {
        const Decoded decoded = decodeAt(text, 0);
        if (decoded.length == 0 || !isPythonSpace(decoded.point)) {
            break;
        }
        text.remove_prefix(decoded.length);
    }
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && text.size() - start < 4 && (static_cast<std::uint8_t>(text[start]) & 0xC0U) == 0x80U) {
            --start;
        }
        const Decoded decoded = decodeAt(text, start);
        if (decoded.length != text.size() - start || !isPythonSpace(decoded.point)) {
            break;
        }
        text.remove_suffix(decoded.length);
    }
    return text;
}

std::string inQuotes(std::string_view text, std::size_t limit) {
    std::string result = "\"";
    std::size_t at = 0;
    for (std::size_t characters = 0; at < text.size() && characters < limit; ++characters) {
        const Decoded decoded = decodeAt(text, at);
        if (decoded.length == 0) {
            result += '?';
            ++at;
            continue;
        }
        if (decoded.point < 0x20 || decoded.point == 0x7F) {
            result += ' ';
        } else {
            result += text.substr(at, decoded.length);
        }
        at += decoded.length;
    }
    if (at < text.size()) {
        result += "…";
    }
    return result + "\"";
}

} // namespace trutina::storage
