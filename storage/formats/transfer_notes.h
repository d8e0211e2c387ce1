// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"

#include <string>

namespace trutina::storage {

/// Counts the note and keeps it when it is one of the first kMaxNotes.
void addNote(TransferReport& report, std::int64_t row, std::string code, std::string message);

/// The same for a failure: its sentence and what to do about it.
void addNote(TransferReport& report, std::int64_t row, const Error& error);

} // namespace trutina::storage
