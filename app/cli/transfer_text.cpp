// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/transfer_text.h"

#include "app/cli/json_text.h"

namespace trutina::cli {

std::string reportText(const storage::TransferReport& report) {
    std::string notes;
    for (const storage::TransferNote& note : report.notes) {
        notes += (notes.empty() ? "" : ",") +
                 JsonObject().add("row", note.row).add("code", note.code).add("message", note.message).text();
    }
    std::vector<std::string> files;
    for (const auto& file : report.files) {
        files.push_back(file.string());
    }
    return JsonObject()
        .add("read", report.read)
        .add("written", report.written)
        .add("notes_in_all", report.notesInAll)
        .addJson("notes", "[" + notes + "]")
        .add("files", files)
        .text();
}

std::string formatList(bool forImport) {
    std::string text = "Formats:\n";
    for (const storage::FormatInfo& format : storage::FormatRegistry::instance().formats()) {
        if (forImport ? format.canImport : format.canExport) {
            text += "  " + format.name + std::string(format.name.size() < 14 ? 14 - format.name.size() : 1, ' ') +
                    format.description + "\n";
        }
    }
    return text;
}

} // namespace trutina::cli
