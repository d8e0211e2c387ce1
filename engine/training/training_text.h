// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"

#include <string>
#include <string_view>
#include <vector>

namespace trutina::engine {

/// Without Unicode white space at both ends, as Python's strip leaves it.
[[nodiscard]] std::string_view trimmed(std::string_view utf8);

/// The turns as the chat template takes them: roles mapped, contents trimmed (specification 6.1, training).
[[nodiscard]] std::vector<Message> trainingTurns(const std::vector<Message>& messages);

} // namespace trutina::engine
