// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/data_card.h"

#include "storage/formats/choice_words.h"
#include "storage/formats/vote_words.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

std::string mediaRule(const ExportTarget& target, const ExportWriter& writer) {
    if (target.options.media == MediaTransfer::Reference) {
        return "Media are not copied: the paths are absolute and hold on the machine of the export only.";
    }
    return target.options.media == MediaTransfer::Embed || writer.holdsMedia()
               ? "Media are embedded: their bytes are within the records."
               : "Media are copied, each once, under the name of their content.";
}

/// Every choice that decides which rows there are and what is in them.
Json choices(const ExportOptions& options) {
    const PairRules& rules = options.rules;
    return {{"ties", options.ties == TieRule::LeaveOut ? "leave_out" : "both_directions"},
            {"annotators", rules.annotators},
            {"adjudication", wordOf(kAdjudicationWords, rules.adjudication)},
            {"agreement", rules.agreement},
            {"weakest", wordOf(rules.weakest)},
            {"least_milliseconds", rules.leastMilliseconds},
            {"most_milliseconds", rules.mostMilliseconds},
            {"corrected_as_chosen", rules.correctedAsChosen},
            {"score_margin", rules.scoreMargin},
            {"margin", rules.margin == MarginRule::Strength ? "strength" : "none"},
            {"validation_share", rules.validationShare},
            {"test_share", rules.testShare},
            {"split_seed", rules.splitSeed},
            {"frame_sheets", static_cast<bool>(options.frameSheet)}};
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
    card += "- " + mediaRule(target, writer) + "\n";
    card += "\n## Loading\n\n" + writer.usage();
    return card;
}

std::string exportReport(const FormatInfo& format, const ExportTarget& target, const ExportWriter& writer) {
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
                         {"media", wordOf(kMediaTransferWords, target.options.media)},
                         {"choices", choices(target.options)},
                         {"rules", writer.rules()},
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
