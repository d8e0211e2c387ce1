// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace trutina::engine {

/// A stretch of bytes [begin, end) of a text.
struct TextSpan {
    std::size_t begin = 0, end = 0;
    bool operator==(const TextSpan&) const = default;
};

/// The sentences of a UTF-8 text, by signs alone: no language, no list of abbreviations ("e.g. this" are two).
///
/// A sentence ends
///  - after a run of . ! ? … with the closing quotes and brackets behind it, where white space or the end follows ("3.14" is
///  one);
///  - after a run of 。 ！ ？ with such signs behind it, whatever follows;
///  - after a line break.
/// White space behind a sentence belongs to it, and that at the start of the text to the first one, so that the spans cover the
/// text without gaps, and each holds more than white space unless the whole text does. They begin and end between code points;
/// bytes that are not UTF-8 end nothing. An empty text has none.
[[nodiscard]] std::vector<TextSpan> splitSentences(std::string_view text);

} // namespace trutina::engine
