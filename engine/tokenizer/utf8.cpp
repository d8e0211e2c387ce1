// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tokenizer/utf8.h"

#include <cstddef>
#include <cstdint>

namespace trutina::engine {

namespace {

/// What the first byte of a character demands of the rest.
struct Sequence {
    std::size_t length = 0;          ///< 0: no character begins so
    std::uint8_t secondLeast = 0x80; ///< narrower than 0x80..0xBF where that would be overlong, a surrogate or beyond U+10FFFF
    std::uint8_t secondMost = 0xBF;
};

[[nodiscard]] Sequence sequenceOf(std::uint8_t first) {
    if (first < 0x80) {
        return {1};
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return {2};
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return {3, static_cast<std::uint8_t>(first == 0xE0 ? 0xA0 : 0x80),
                static_cast<std::uint8_t>(first == 0xED ? 0x9F : 0xBF)};
    }
    if (first >= 0xF0 && first <= 0xF4) {
        return {4, static_cast<std::uint8_t>(first == 0xF0 ? 0x90 : 0x80),
                static_cast<std::uint8_t>(first == 0xF4 ? 0x8F : 0xBF)};
    }
    return {};
}

/// How many bytes at `at` belong together, and whether they are a whole character.
struct Step {
    std::size_t length = 1;
    bool isValid = false;
};

[[nodiscard]] Step stepAt(std::string_view text, std::size_t at) {
    const Sequence sequence = sequenceOf(static_cast<std::uint8_t>(text[at]));
    for (std::size_t i = 1; i < sequence.length; ++i) {
        const std::uint8_t byte = at + i < text.size() ? static_cast<std::uint8_t>(text[at + i]) : 0;
        const std::uint8_t least = i == 1 ? sequence.secondLeast : 0x80;
        const std::uint8_t most = i == 1 ? sequence.secondMost : 0xBF;
        if (byte < least || byte > most) {
            return {i, false};
        }
    }
    return sequence.length == 0 ? Step{1, false} : Step{sequence.length, true};
}

} // namespace

std::string replaceInvalidUtf8(std::string_view text) {
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Step step = stepAt(text, at);
        result += step.isValid ? text.substr(at, step.length) : kReplacement;
        at += step.length;
    }
    return result;
}

} // namespace trutina::engine
