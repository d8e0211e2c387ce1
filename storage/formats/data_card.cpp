// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/data_card.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

bool copies(const ExportTarget& target) {
    return target.options.media == MediaTransfer::Copy;
}

} // namespace

std::string dataCard(const FormatInfo& format, const ExportTarget& target, const ExportWriter& writer) {
    const ExportLedger& ledger = target.ledger;
    const std::string hub = writer.hubConfiguration();
    std::string card = hub.empty() ? "" : "---\n" + hub + "---\n\n";
    card += "# " + format.title + "\n\n" + format.description + "\nExported with Trutina.\n\n";
    card += "| | |\n| --- | ---: |\n";
    card += "| items in the project | " + std::to_string(ledger.report.read) + " |\n";
    card += "| votes | " + std::to_string(ledger.votes) + " |\n";
    card += "| rows written | " + std::to_string(ledger.report.written) + " |\n";
    for (const auto& [code, count] : ledger.leftOut) {
        card += "| left out: `" + code + "` | " + std::to_string(count) + " |\n";
    }
    card += "\n`report.json` lists what was left out, item by item, and the hashes of all files.\n\n## Rules\n\n";
    for (const std::string& rule : writer.rules()) {
        card += "- " + rule + "\n";
    }
    card += copies(target) ? "- Media are copied, each once, under the name of their content.\n"
                           : "- Media are not copied: the paths are absolute and hold on the machine of the export only.\n";
    card += "\n## Loading\n\n" + writer.usage();
    return card;
}

std::string exportReport(const FormatInfo& format, const ExportTarget& target) {
    const ExportLedger& ledger = target.ledger;
    Json notes = Json::array();
    for (const TransferNote& note : ledger.report.notes) {
        notes.push_back({{"item", note.row}, {"code", note.code}, {"message", note.message}});
    }
    std::vector<ExportedFile> sorted = target.folder.files();
    std::sort(sorted.begin(), sorted.end(), [](const ExportedFile& a, const ExportedFile& b) { return a.name < b.name; });
    Json files = Json::array();
    for (const ExportedFile& file : sorted) {
        files.push_back({{"path", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
    }
    Json leftOut = Json::object();
    for (const auto& [code, count] : ledger.leftOut) {
        leftOut[code] = count;
    }
    const Json report = {{kReportMark, 1},
                         {"format", format.name},
                         {"media", copies(target) ? "copy" : "reference"},
                         {"ties", target.options.ties == TieRule::LeaveOut ? "leave_out" : "both_directions"},
                         {"items", ledger.report.read},
                         {"votes", ledger.votes},
                         {"written", ledger.report.written},
                         {"left_out", std::move(leftOut)},
                         {"notes_in_all", ledger.report.notesInAll},
                         {"notes", std::move(notes)},
                         {"files", std::move(files)}};
    return report.dump(2) + "\n";
}

} // namespace trutina::storage
