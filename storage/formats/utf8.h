// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace trutina::storage {

/// Offset of the first byte that is not part of well-formed UTF-8 (surrogates and overlong forms are not); none when all is well.
std::optional<std::size_t> firstBadUtf8Byte(std::string_view text);

/// Without the white space at both ends, as Python's str.strip() sees it: trainers compare and feed texts after that.
std::string_view trimmed(std::string_view text);

/// For messages: at most `limit` characters in quotation marks, control characters shown as spaces.
std::string inQuotes(std::string_view text, std::size_t limit = 60);

} // namespace trutina::storage
