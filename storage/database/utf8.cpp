// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/utf8.h"

#include <cstdint>
#include <cstring>

namespace trutina::storage {

namespace {

struct ByteRange {
    unsigned char first;
    unsigned char last;
    [[nodiscard]] bool holds(unsigned char byte) const { return byte >= first && byte <= last; }
};

constexpr ByteRange kContinuation{0x80, 0xBF};

// Number of bytes of the character at the start of `text`; 0 when it is not well-formed (Unicode 15, table 3-7).
std::size_t characterLength(std::string_view text) {
    const auto byteAt = [text](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char lead = byteAt(0);
    if (lead < 0x80) {
        return 1;
    }
    std::size_t length = 0;
    ByteRange second = kContinuation;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        second = lead == 0xE0 ? ByteRange{0xA0, 0xBF} : lead == 0xED ? ByteRange{0x80, 0x9F} : kContinuation;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        second = lead == 0xF0 ? ByteRange{0x90, 0xBF} : lead == 0xF4 ? ByteRange{0x80, 0x8F} : kContinuation;
    }
    if (length == 0 || text.size() < length || !second.holds(byteAt(1))) {
        return 0;
    }
    for (std::size_t index = 2; index < length; ++index) {
        if (!kContinuation.holds(byteAt(index))) {
            return 0;
        }
    }
    return length;
}

} // namespace

std::size_t asciiLength(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    std::size_t length = 0;
    for (std::uint64_t word = 0; length + sizeof word <= text.size(); length += sizeof word) {
        std::memcpy(&word, text.data() + length, sizeof word);
        if ((word & kHighBits) != 0) {
            break;
        }
    }
    while (length < text.size() && static_cast<unsigned char>(text[length]) < 0x80) {
        ++length;
    }
    return length;
}

bool isValidUtf8(std::string_view text) {
    for (text.remove_prefix(asciiLength(text)); !text.empty(); text.remove_prefix(asciiLength(text))) {
        const std::size_t length = characterLength(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

std::string oneLine(std::string_view text, std::size_t characters) {
    std::string line;
    std::size_t count = 0;
    bool pendingSpace = false;
    while (!text.empty() && count < characters) {
        const auto lead = static_cast<unsigned char>(text.front());
        if (lead <= 0x20 || lead == 0x7F) {
            pendingSpace = !line.empty();
            text.remove_prefix(1);
            continue;
        }
        const std::size_t length = characterLength(text);
        if (length == 0) {
            break; // the end of a text that was cut within a character
        }
        if (pendingSpace) {
            line += ' ';
            pendingSpace = false;
            if (++count == characters) {
                break;
            }
        }
        line += text.substr(0, length);
        text.remove_prefix(length);
        ++count;
    }
    return line;
}

} // namespace trutina::storage
