// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace trutina::storage {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

/// Position after the string that begins at `at` (a quotation mark).
std::size_t skipString(std::string_view json, std::size_t at) {
    for (++at; at < json.size(); ++at) {
        if (json[at] == '\\') {
            ++at;
        } else if (json[at] == '"') {
            return at + 1;
        }
    }
    return json.size();
}

std::size_t skipSpace(std::string_view json, std::size_t at) {
    return std::min(json.find_first_not_of(kSpace, at), json.size());
}

/// Position after the value that begins at `at`.
std::size_t skipValue(std::string_view json, std::size_t at) {
    std::size_t depth = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (c == '"') {
            at = skipString(json, at);
            if (depth == 0) {
                return at;
            }
            continue;
        }
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth == 0) {
                return at; // the end of a number or a literal
            }
            if (--depth == 0) {
                return at + 1;
            }
        } else if (depth == 0 && (c == ',' || kSpace.find(c) != std::string_view::npos)) {
            return at;
        }
        ++at;
    }
    return json.size();
}

bool needsEscape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

/// How many bytes from the start on stand for themselves in a JSON string; eight are looked at in one go.
std::size_t plainLength(std::string_view text) {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    // The high bit of each byte of `word` that is less than `limit`, and perhaps of ones after such a byte.
    const auto below = [](std::uint64_t word, std::uint64_t limit) { return (word - kOnes * limit) & ~word & kHighBits; };
    std::size_t length = 0;
    for (std::uint64_t word = 0; length + sizeof word <= text.size(); length += sizeof word) {
        std::memcpy(&word, text.data() + length, sizeof word);
        const std::uint64_t found = below(word, 0x20) | below(word ^ kOnes * static_cast<unsigned char>('"'), 1) |
                                    below(word ^ kOnes * static_cast<unsigned char>('\\'), 1);
        if (found != 0) {
            break;
        }
    }
    while (length < text.size() && !needsEscape(text[length])) {
        ++length;
    }
    return length;
}

} // namespace

void appendQuoted(std::string& json, std::string_view text) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    static constexpr std::string_view kShort = "btn_fr"; // of 8 to 13; 11 has none
    json += '"';
    while (true) {
        const std::size_t plain = plainLength(text);
        json.append(text, 0, plain);
        if (plain == text.size()) {
            break;
        }
        const char c = text[plain];
        json += '\\';
        if (c == '"' || c == '\\') {
            json += c;
        } else if (c >= '\b' && c <= '\r' && c != '\v') {
            json += kShort[static_cast<std::size_t>(c - '\b')];
        } else {
            json.append("u00");
            json += kHex[static_cast<unsigned char>(c) >> 4U];
            json += kHex[static_cast<unsigned char>(c) & 0xFU];
        }
        text.remove_prefix(plain + 1);
    }
    json += '"';
}

std::size_t nestingDepth(std::string_view json) {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    std::size_t at = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (c == '"') {
            at = skipString(json, at);
            continue;
        }
        if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        }
        ++at;
    }
    return deepest;
}

std::optional<std::string_view> memberText(std::string_view object, std::string_view key) {
    std::optional<std::string_view> found;
    std::size_t at = skipSpace(object, 0);
    if (at == object.size() || object[at] != '{') {
        return found;
    }
    at = skipSpace(object, at + 1);
    while (at < object.size() && object[at] == '"') {
        const std::size_t keyEnd = skipString(object, at);
        const std::string_view name = object.substr(at + 1, keyEnd - at - 2);
        at = skipSpace(object, keyEnd);
        at = skipSpace(object, at + 1); // the colon
        const std::size_t valueEnd = skipValue(object, at);
        if (name == key) {
            found = object.substr(at, valueEnd - at);
        }
        at = skipSpace(object, valueEnd);
        if (at < object.size() && object[at] == ',') {
            at = skipSpace(object, at + 1);
        }
    }
    return found;
}

std::string withMember(std::string_view object, std::string_view key, std::string_view value) {
    std::string result(object);
    if (const auto old = memberText(object, key)) {
        result.replace(static_cast<std::size_t>(old->data() - object.data()), old->size(), value);
        return result;
    }
    const std::size_t end = object.rfind('}');
    if (end == std::string_view::npos) {
        return "{\"" + std::string(key) + "\":" + std::string(value) + "}";
    }
    const std::size_t last = object.find_last_not_of(kSpace, end - 1);
    const bool isEmpty = last == std::string_view::npos || object[last] == '{';
    result.insert(end, std::string(isEmpty ? "" : ",") + "\"" + std::string(key) + "\":" + std::string(value));
    return result;
}

} // namespace trutina::storage
