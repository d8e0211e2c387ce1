// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/export_ledger.h"

#include "storage/formats/transfer_notes.h"

namespace trutina::storage {

void ExportLedger::leaveOut(std::int64_t item, const std::string& code, const std::string& message) {
    ++leftOut[code];
    addNote(report, item, code, message);
}

void ExportLedger::leaveOut(std::int64_t item, const Error& error) {
    ++leftOut[error.code];
    addNote(report, item, error);
}

} // namespace trutina::storage
