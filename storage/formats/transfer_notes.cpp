// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/transfer_notes.h"

#include <utility>

namespace trutina::storage {

void addNote(TransferReport& report, std::int64_t row, std::string code, std::string message) {
    ++report.notesInAll;
    ++report.notesByCode[code];
    if (report.notes.size() < kMaxNotes) {
        report.notes.push_back({row, std::move(code), std::move(message)});
    }
}

void addNote(TransferReport& report, std::int64_t row, const Error& error) {
    addNote(report, row, error.code, error.hint.empty() ? error.message : error.message + " " + error.hint);
}

} // namespace trutina::storage
