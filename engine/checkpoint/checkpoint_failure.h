// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace trutina::engine {

/// Text out of a file that nobody vouches for, made fit for a message: in quotes, shortened, bytes that are not printable ASCII
/// replaced.
[[nodiscard]] std::string quotedText(std::string_view text);

/// Throws Failure "checkpoint.damaged": "FILE is damaged: CAUSE."
[[noreturn]] void refuseDamaged(std::string_view file, std::string_view cause);

/// Throws Failure "checkpoint.unsupported": "FILE cannot be read: CAUSE."
[[noreturn]] void refuseUnsupported(std::string_view file, std::string_view cause, std::string_view hint);

} // namespace trutina::engine
