// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/csv_writer.h"

#include "storage/formats/vote_words.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

const std::vector<std::string> kColumns = {"item",
                                           "external_id",
                                           "prompt",
                                           "chosen",
                                           "rejected",
                                           "media",
                                           "chosen_media",
                                           "rejected_media",
                                           "decision",
                                           "strength",
                                           "annotator",
                                           "voted_at",
                                           "seconds",
                                           "saw_scores_before",
                                           "vote_note",
                                           "chosen_name",
                                           "rejected_name",
                                           "chosen_position",
                                           "rejected_position",
                                           "chosen_score",
                                           "rejected_score",
                                           "score_model",
                                           "score_model_hash",
                                           "score_model_trained",
                                           "tags",
                                           "flagged",
                                           "item_note",
                                           "source",
                                           "prompt_messages",
                                           "chosen_messages",
                                           "rejected_messages"};

/// One turn as its bare text; several with their speakers, for reading.
std::string readable(const std::vector<Turn>& turns) {
    if (turns.size() == 1) {
        return turns.front().content;
    }
    std::string text;
    for (const Turn& turn : turns) {
        text += (text.empty() ? "" : "\n\n") + turn.role + ": " + turn.content;
    }
    return text;
}

/// The exact turns where the readable text does not say them all.
std::string exact(const std::vector<Turn>& turns, const char* usualRole) {
    if (turns.size() == 1 && turns.front().role == usualRole) {
        return {};
    }
    Json list = Json::array();
    for (const Turn& turn : turns) {
        list.push_back({{"role", turn.role}, {"content", turn.content}});
    }
    return list.dump();
}

std::string listOf(const std::vector<std::string>& values) {
    return values.empty() ? std::string() : Json(values).dump();
}

std::string number(double value) {
    std::array<char, 64> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

/// A score is a float; written shortest so that it reads back to the same one.
std::string scoreText(double value) {
    std::array<char, 64> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(value)).ptr};
}

} // namespace

std::string csvLine(const std::vector<std::string>& fields) {
    std::string line;
    for (std::size_t index = 0; index < fields.size(); ++index) {
        line += index == 0 ? "" : ",";
        const std::string& field = fields[index];
        if (field.find_first_of(",\"\r\n") == std::string::npos) {
            line += field;
            continue;
        }
        line += '"';
        for (const char c : field) {
            line += c == '"' ? "\"\"" : std::string(1, c);
        }
        line += '"';
    }
    return line + "\r\n";
}

CsvWriter::CsvWriter(ExportTarget& target)
    : PairWriter(target, {.candidateMedia = true, .videos = true, .everyAnnotator = true, .emptyPrompt = true}),
      m_files(target.folder, target.options.rules, {.name = "pairs", .ending = ".csv"}) {
    if (target.options.rules.validationShare + target.options.rules.testShare <= 0) {
        m_files.of(Split::Train).write(csvLine(kColumns)); // there even without rows
    }
}

void CsvWriter::check(const ItemRecord& /*item*/, const PreferencePair& /*pair*/) const {}

void CsvWriter::writePair(const ReadyPair& ready) {
    const ItemRecord& item = ready.source.item;
    const CandidateRecord& chosen = *ready.pair.chosen;
    const CandidateRecord& rejected = *ready.pair.rejected;
    // A pair that follows from scores or a correction has no vote: its cells about one are empty.
    const VoteRecord* const vote = ready.pair.vote;
    const auto ofVote = [vote](const auto& text) { return vote == nullptr ? std::string() : text(*vote); };
    // Only scores that were made alike may stand side by side.
    const MeasurementRecord* chosenScore = latestScore(ready.source.measurements, chosen.id);
    const MeasurementRecord* rejectedScore =
        chosenScore == nullptr ? nullptr : latestScore(ready.source.measurements, rejected.id, &chosenScore->setting);
    const bool isScored = chosenScore != nullptr && rejectedScore != nullptr;
    const auto yesNo = [](bool value) { return std::string(value ? "true" : "false"); };
    const bool needsHead =
        target().options.rules.validationShare + target().options.rules.testShare > 0 && m_files.rows(ready.split) == 0;
    m_files.writeRow(
        ready.split,
        (needsHead ? csvLine(kColumns) : "") +
            csvLine({std::to_string(item.number),
                     item.externalId,
                     readable(item.prompt),
                     readable(chosen.turns),
                     readable(rejected.turns),
                     listOf(ready.media),
                     listOf(ready.chosenMedia),
                     listOf(ready.rejectedMedia),
                     ofVote([](const VoteRecord& v) { return wordOf(v.decision); }),
                     ofVote([](const VoteRecord& v) { return wordOf(v.strength); }),
                     ofVote([](const VoteRecord& v) { return annotatorOf(v); }),
                     ofVote([](const VoteRecord& v) { return utcTime(v.createdAtMilliseconds); }),
                     ofVote([](const VoteRecord& v) { return number(static_cast<double>(v.timeSpentMilliseconds) / 1000.0); }),
                     ofVote([&yesNo](const VoteRecord& v) { return yesNo(v.sawScoresBefore); }),
                     ofVote([](const VoteRecord& v) { return v.note; }),
                     chosen.name,
                     rejected.name,
                     std::to_string(chosen.position + 1),
                     std::to_string(rejected.position + 1),
                     isScored ? scoreText(chosenScore->values.front()) : "",
                     isScored ? scoreText(rejectedScore->values.front()) : "",
                     isScored ? chosenScore->setting.modelName : "",
                     isScored ? chosenScore->setting.modelHash : "",
                     isScored ? yesNo(chosenScore->setting.trained) : "",
                     listOf(item.tags),
                     yesNo(item.flagged),
                     item.note,
                     item.source,
                     exact(item.prompt, "user"),
                     exact(chosen.turns, "assistant"),
                     exact(rejected.turns, "assistant")}));
}

void CsvWriter::finish() {
    m_files.close();
}

std::vector<std::string> CsvWriter::rules() const {
    std::vector<std::string> rules = PairWriter::rules();
    rules.emplace_back(
        "Lists (media, tags) are JSON lists in their cell. A conversation of several turns is readable in its column and exact, "
        "as JSON, in the column that ends in `_messages`, which is empty otherwise.");
    rules.emplace_back("Scores stand in a row only when both answers were scored by the same model in the same way.");
    return rules;
}

std::string CsvWriter::usage() const {
    return "The table follows RFC 4180: UTF-8, commas, quotation marks where needed, CRLF at the end of a record. Cells are "
           "texts as they "
           "were given; do not let a spreadsheet run them as formulas.\n";
}

std::string CsvWriter::hubConfiguration() const {
    return m_files.hubConfiguration();
}

} // namespace trutina::storage
