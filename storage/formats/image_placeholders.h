// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// The words that stand for a picture within a text (model specification 6.2).
inline constexpr std::string_view kImagePlaceholder = "<ImageHere>";

std::size_t countImagePlaceholders(std::string_view text);

/// The text between the placeholders: one piece more than there are placeholders.
std::vector<std::string_view> splitAtImagePlaceholders(std::string_view text);

} // namespace trutina::storage
