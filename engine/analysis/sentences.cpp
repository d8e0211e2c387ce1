// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/sentences.h"

#include <array>
#include <span>

namespace trutina::engine {

namespace {

using namespace std::string_view_literals;

constexpr std::array kLineBreaks{"\r\n"sv, "\n"sv, "\r"sv, "\u2028"sv, "\u2029"sv};
constexpr std::array kOtherSpaces{" "sv, "\t"sv, "\v"sv, "\f"sv, "\u00a0"sv, "\u3000"sv};
constexpr std::array kMarks{"."sv, "!"sv, "?"sv, "…"sv}; // end a sentence before white space
constexpr std::array kFullMarks{"。"sv, "！"sv, "？"sv}; // end one anywhere: no space is written after them
constexpr std::array kClosings{"\""sv, "'"sv, ")"sv, "]"sv, "}"sv, "”"sv, "’"sv, "»"sv, "）"sv, "」"sv, "』"sv, "】"sv};

/// Length of the sign that stands at `at`, or 0.
std::size_t signAt(std::string_view text, std::size_t at, std::span<const std::string_view> signs) {
    for (const std::string_view sign : signs) {
        if (text.substr(at).starts_with(sign)) {
            return sign.size();
        }
    }
    return 0;
}

/// Where the run of end marks and closing signs at `at` ends, if the sentence ends with it; otherwise 0.
std::size_t endOfMarks(std::string_view text, std::size_t at) {
    bool endsAnywhere = false;
    const std::size_t begin = at;
    for (;;) {
        if (const std::size_t full = signAt(text, at, kFullMarks)) {
            endsAnywhere = true;
            at += full;
        } else if (const std::size_t mark = signAt(text, at, kMarks)) {
            at += mark;
        } else {
            break;
        }
    }
    if (at == begin) {
        return 0;
    }
    while (const std::size_t closing = signAt(text, at, kClosings)) {
        at += closing;
    }
    const bool isFollowedBySpace = at == text.size() || signAt(text, at, kOtherSpaces) != 0 || signAt(text, at, kLineBreaks) != 0;
    return endsAnywhere || isFollowedBySpace ? at : 0;
}

} // namespace

std::vector<TextSpan> splitSentences(std::string_view text) {
    std::vector<TextSpan> sentences;
    std::size_t begin = 0;
    bool hasWords = false;
    bool hasEnded = false; // white space may follow, then the next sentence begins
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t lineBreak = signAt(text, at, kLineBreaks)) {
            hasEnded = hasEnded || hasWords;
            at += lineBreak;
        } else if (const std::size_t space = signAt(text, at, kOtherSpaces)) {
            at += space;
        } else {
            if (hasEnded) {
                sentences.push_back({begin, at});
                begin = at;
                hasEnded = false;
            }
            hasWords = true;
            const std::size_t end = endOfMarks(text, at);
            hasEnded = end != 0;
            at = hasEnded ? end : at + 1;
        }
    }
    if (begin < text.size()) {
        sentences.push_back({begin, text.size()});
    }
    return sentences;
}

} // namespace trutina::engine
