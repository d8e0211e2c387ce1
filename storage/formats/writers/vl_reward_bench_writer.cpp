// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/preference_pairs.h"
#include "storage/formats/writers/item_writers.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

bool isText(const std::vector<Turn>& turns, const char* role) {
    return turns.size() == 1 && turns.front().role == role;
}

} // namespace

VlRewardBenchWriter::VlRewardBenchWriter(ExportTarget& target)
    : ItemWriter(target), m_files(target.folder, target.options.rules, {.name = "pairs", .ending = ".jsonl"}) {}

void VlRewardBenchWriter::check(const ExportItem& source) const {
    const ItemRecord& item = source.item;
    if (item.media.size() != 1 || target().media.typeOf(item.media.front()).kind == MediaKind::Video) {
        throw Failure("item.one_picture", "The item has another number of pictures than one.");
    }
    if (!isText(item.prompt, "user")) {
        throw Failure("pair.several_turns", "The prompt is not one user turn.");
    }
    for (const CandidateRecord& candidate : item.candidates) {
        if (!isText(candidate.turns, "assistant") || !candidate.media.empty()) {
            throw Failure("pair.several_turns", "An answer is not one text.");
        }
    }
}

std::int64_t VlRewardBenchWriter::write(const ExportItem& source) {
    const ItemRecord& item = source.item;
    std::int64_t rows = 0;
    std::vector<std::pair<const CandidateRecord*, const CandidateRecord*>> written;
    for (const PreferencePair& pair : pairsOf(source, target().options, target().ledger)) {
        const std::pair sides(pair.chosen, pair.rejected);
        if (std::find(written.begin(), written.end(), sides) != written.end()) {
            target().ledger.leaveOut(item.number, "pair.repeated",
                                     "Another annotator gave the same pair, which is written once.");
            continue;
        }
        if (looksIdentical(*pair.chosen, *pair.rejected)) {
            target().ledger.leaveOut(item.number, "pair.identical", "Both answers are the same after trimming white space.");
            continue;
        }
        written.push_back(sides);
        // Answers stand in the order of the item, so that the better one is not always the first.
        const bool isFirst = pair.chosen->position < pair.rejected->position;
        const CandidateRecord& first = isFirst ? *pair.chosen : *pair.rejected;
        const CandidateRecord& second = isFirst ? *pair.rejected : *pair.chosen;
        std::string id = item.externalId.empty() ? "item-" + std::to_string(item.number) : item.externalId;
        if (item.candidates.size() > 2) {
            id += "/" + std::to_string(pair.chosen->position + 1) + ">" + std::to_string(pair.rejected->position + 1);
        }
        const Json row = {{"id", std::move(id)},
                          {"query", item.prompt.front().content},
                          {"response", Json::array({first.turns.front().content, second.turns.front().content})},
                          {"image_path", target().media.place(item.media.front())},
                          {"human_ranking", isFirst ? Json::array({0, 1}) : Json::array({1, 0})},
                          {"models", Json::array({first.name, second.name})}};
        m_files.writeRow(splitOf(item, target().options.rules), row.dump() + "\n");
        ++rows;
    }
    return rows;
}

std::vector<std::string> VlRewardBenchWriter::rules() const {
    std::vector<std::string> rules = commonRules();
    const auto pairs = pairRules(target().options);
    rules.insert(rules.end(), pairs.begin(), pairs.end());
    rules.emplace_back(
        "Only items with one picture (`item.one_picture`), one question and answers of one text (`pair.several_turns`). "
        "Answers stand in the order of the item; `human_ranking` is 0 for the better one.");
    return rules;
}

std::string VlRewardBenchWriter::usage() const {
    return "Read each line as JSON; `image_path` is relative to this folder.\n";
}

} // namespace trutina::storage
