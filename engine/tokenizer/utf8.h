// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace trutina::engine {

/// The text itself when it is valid UTF-8, else with U+FFFD in place of every broken sequence: one for the longest run of bytes
/// that begins a character and does not finish it, as decoders commonly do.
[[nodiscard]] std::string replaceInvalidUtf8(std::string_view text);

} // namespace trutina::engine
