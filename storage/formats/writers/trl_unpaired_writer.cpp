// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/preference_pairs.h"
#include "storage/formats/writers/item_writers.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

Json messages(const std::vector<Turn>& turns) {
    Json list = Json::array();
    for (const Turn& turn : turns) {
        list.push_back({{"role", turn.role}, {"content", turn.content}});
    }
    return list;
}

/// The mark that came with an item of one answer.
std::optional<bool> importedLabel(const ItemRecord& item) {
    const auto meta = nlohmann::json::parse(item.meta, nullptr, false);
    if (item.candidates.size() != 1 || !meta.is_object()) {
        return std::nullopt;
    }
    const auto label = meta.find("label");
    return label == meta.end() || !label->is_boolean() ? std::nullopt : std::optional(label->get<bool>());
}

} // namespace

TrlUnpairedWriter::TrlUnpairedWriter(ExportTarget& target)
    : ItemWriter(target), m_files(target.folder, target.options.rules, {.name = "answers", .ending = ".jsonl"}) {}

void TrlUnpairedWriter::check(const ExportItem& source) const {
    const ItemRecord& item = source.item;
    const auto showsMedia = [](const CandidateRecord& candidate) { return !candidate.media.empty(); };
    if (!item.media.empty() || std::any_of(item.candidates.begin(), item.candidates.end(), showsMedia)) {
        throw Failure("pair.media", "The item has pictures, which the trainer cannot read.");
    }
    if (item.prompt.empty()) {
        throw Failure("pair.no_prompt", "The item has no prompt, which the format needs.");
    }
}

std::int64_t TrlUnpairedWriter::write(const ExportItem& source) {
    const ItemRecord& item = source.item;
    std::map<const CandidateRecord*, std::pair<int, int>> said; ///< how often good, how often bad
    if (const auto label = importedLabel(item)) {
        (*label ? said[item.candidates.data()].first : said[item.candidates.data()].second) = 1;
    }
    ExportLedger ignored; // that all are bad is not left out here
    const auto saysBad = [&](const VoteRecord& vote) {
        return vote.decision == Decision::AllBad && counts(source, vote, target().options.rules, ignored);
    };
    const bool isBad = std::any_of(source.votes.begin(), source.votes.end(), saysBad);
    for (const PreferencePair& pair : pairsOf(source, target().options, isBad || !said.empty() ? ignored : target().ledger)) {
        ++said[pair.chosen].first;
        ++said[pair.rejected].second;
    }
    for (const VoteRecord& vote : source.votes) {
        for (const CandidateRecord& candidate : item.candidates) {
            said[&candidate].second += saysBad(vote) ? 1 : 0;
        }
    }
    std::int64_t rows = 0;
    for (const CandidateRecord& candidate : item.candidates) { // by place: the same bytes every time
        const auto found = said.find(&candidate);
        const auto [good, bad] = found == said.end() ? std::pair(0, 0) : found->second;
        if (good == bad) {
            if (good > 0) {
                target().ledger.leaveOut(item.number, "answer.both", "An answer is as often the better as the worse one.");
            }
            continue;
        }
        const Json row = {{"prompt", messages(item.prompt)}, {"completion", messages(candidate.turns)}, {"label", good > bad}};
        m_files.writeRow(splitOf(item, target().options.rules), row.dump() + "\n");
        ++rows;
    }
    return rows;
}

std::vector<std::string> TrlUnpairedWriter::rules() const {
    std::vector<std::string> rules = commonRules();
    const auto pairs = pairRules(target().options);
    rules.insert(rules.end(), pairs.begin(), pairs.end());
    rules.emplace_back(
        "An answer is good when it is more often the better one of a pair than the worse one; a vote that all are bad "
        "makes each of them the worse one. Where both are as often, the answer is left out (`answer.both`).");
    rules.emplace_back("Items with pictures are left out (`pair.media`).");
    return rules;
}

std::string TrlUnpairedWriter::usage() const {
    return "```python\n"
           "from datasets import load_dataset\n\n"
           "answers = load_dataset(\"json\", data_files=\"" +
           (m_files.names().empty() ? std::string("answers.jsonl") : m_files.names().front()) +
           "\", split=\"train\")\n"
           "```\n";
}

} // namespace trutina::storage
