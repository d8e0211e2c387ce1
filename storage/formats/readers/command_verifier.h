// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"

#include <stop_token>
#include <string>

namespace trutina::storage {

/// Whether the user's program says that an answer is right; `question` is the JSON object that it reads. Throws Failure
/// "pairs.command" when it cannot be run, takes too long or ends in any other way than with 0 or 1, and Cancelled, soon after a
/// stop request. However it ends, nothing of it is left running.
bool isRightByCommand(const VerifierCommand& command, const std::string& question, const std::stop_token& stop);

} // namespace trutina::storage
