// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trutina::storage {

/// How many bytes from the start of a text on are ASCII; most texts are to their end, and eight bytes are looked at in one go.
[[nodiscard]] std::size_t asciiLength(std::string_view text);

/// True for well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. U+0000 is well-formed.
[[nodiscard]] bool isValidUtf8(std::string_view text);

/// The first `characters` characters in one line: runs of white space and control characters become one space.
[[nodiscard]] std::string oneLine(std::string_view text, std::size_t characters);

} // namespace trutina::storage
