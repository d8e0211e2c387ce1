// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/transfer_text.h"

#include "app/cli/json_text.h"

#include <map>

namespace trutina::cli {

namespace {

std::string notesText(const storage::TransferReport& report) {
    std::string notes;
    for (const storage::TransferNote& note : report.notes) {
        notes += (notes.empty() ? "" : ",") +
                 JsonObject().add("row", note.row).add("code", note.code).add("message", note.message).text();
    }
    return "[" + notes + "]";
}

/// Enough of a text to know it by; never half a character.
std::string excerpt(const std::vector<storage::Turn>& turns) {
    constexpr std::size_t kLength = 200;
    std::string text = turns.empty() ? "" : turns.back().content;
    if (text.size() > kLength) {
        std::size_t end = kLength;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        text = text.substr(0, end) + "…";
    }
    return text;
}

std::string wordOf(const storage::ImportedVote& vote) {
    switch (vote.decision) {
    case storage::Decision::Winner:
        return "answer " + std::to_string(vote.winner + 1);
    case storage::Decision::Tie:
        return "tie";
    case storage::Decision::AllBad:
        return "all_bad";
    case storage::Decision::Skip:
        return "skip";
    }
    return {};
}

std::string countsText(const std::map<std::string, std::int64_t>& counts) {
    JsonObject object;
    for (const auto& [code, count] : counts) {
        object.add(code, count);
    }
    return object.text();
}

} // namespace

std::string reportText(const storage::TransferReport& report) {
    std::vector<std::string> files;
    for (const auto& file : report.files) {
        files.push_back(file.string());
    }
    return JsonObject()
        .add("read", report.read)
        .add("written", report.written)
        .add("notes_in_all", report.notesInAll)
        .addJson("left_out", countsText(report.notesByCode))
        .addJson("notes", notesText(report))
        .add("files", files)
        .text();
}

std::string importReportText(const storage::TransferReport& report) {
    return JsonObject()
        .add("rows", report.read)
        .add("imported", report.written)
        .add("skipped", report.skipped)
        .add("notes_in_all", report.notesInAll)
        .addJson("notes", notesText(report))
        .text();
}

std::string previewText(const storage::ImportPreview& preview) {
    std::string items;
    for (const storage::NewItem& item : preview.items) {
        std::vector<std::string> answers;
        for (const storage::NewCandidate& candidate : item.candidates) {
            answers.push_back(excerpt(candidate.turns));
        }
        std::string votes;
        for (const storage::ImportedVote& vote : item.votes) {
            votes += (votes.empty() ? "" : ",") + JsonObject().add("annotator", vote.annotator).add("vote", wordOf(vote)).text();
        }
        items += (items.empty() ? "" : ",") + JsonObject()
                                                  .add("id", item.externalId)
                                                  .add("prompt", excerpt(item.prompt))
                                                  .add("media", item.media.size())
                                                  .add("answers", answers)
                                                  .addJson("votes", "[" + votes + "]")
                                                  .text();
    }
    std::string verdicts;
    for (const storage::JoinedVerdict& verdict : preview.verdicts) {
        verdicts += (verdicts.empty() ? "" : ",") + JsonObject()
                                                        .add("item", static_cast<std::int64_t>(verdict.item.number))
                                                        .add("id", verdict.item.externalId)
                                                        .add("prompt", excerpt(verdict.item.prompt))
                                                        .add("annotator", verdict.vote.annotator)
                                                        .add("vote", wordOf(verdict.vote))
                                                        .text();
    }
    JsonObject object;
    object.add("format", preview.format).add("columns", preview.columns).addJson("items", "[" + items + "]");
    if (!verdicts.empty()) {
        object.addJson("verdicts", "[" + verdicts + "]");
    }
    return object.addJson("report", importReportText(preview.report)).text();
}

std::string formatList(bool forImport) {
    std::string text = "Formats:\n";
    for (const storage::FormatInfo& format : storage::FormatRegistry::instance().formats()) {
        if (forImport ? format.canImport : format.canExport) {
            text += "  " + format.name + std::string(format.name.size() < 22 ? 22 - format.name.size() : 1, ' ') +
                    format.description + "\n";
        }
    }
    return text;
}

} // namespace trutina::cli
