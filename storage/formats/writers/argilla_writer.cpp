// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/vote_words.h"
#include "storage/formats/writers/item_writers.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostAnswers = 9;

std::string nameOfAnswer(std::size_t place) {
    return "response_" + std::to_string(place + 1);
}

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

/// The order that a vote gives; of an item of two answers the winner alone says it.
Json orderOf(const ItemRecord& item, const VoteRecord& vote) {
    const auto place = [&item](CandidateId id) {
        return static_cast<std::size_t>(std::find_if(item.candidates.begin(), item.candidates.end(),
                                                     [id](const auto& candidate) { return candidate.id == id; }) -
                                        item.candidates.begin());
    };
    std::vector<CandidateId> order = vote.ranking.empty() ? std::vector<CandidateId>{vote.winner} : vote.ranking;
    if (item.candidates.size() == 2 && order.size() == 1 && place(order.front()) < 2) {
        order.push_back(item.candidates[1 - place(order.front())].id);
    }
    Json names = Json::array();
    for (const CandidateId id : order) {
        if (place(id) < item.candidates.size()) {
            names.push_back(nameOfAnswer(place(id)));
        }
    }
    return names;
}

} // namespace

ArgillaWriter::ArgillaWriter(ExportTarget& target)
    : ItemWriter(target), m_files(target.folder, target.options.rules, {.name = "records", .ending = ".jsonl"}) {}

void ArgillaWriter::check(const ExportItem& source) const {
    const ItemRecord& item = source.item;
    if (item.candidates.size() < 2) {
        throw Failure("item.one_answer", "The item has one answer: there is nothing to compare.");
    }
    const auto showsMedia = [](const CandidateRecord& candidate) { return !candidate.media.empty(); };
    if (!item.media.empty() || std::any_of(item.candidates.begin(), item.candidates.end(), showsMedia)) {
        throw Failure("item.media", "The item has pictures or videos, which the records cannot carry.");
    }
}

std::int64_t ArgillaWriter::write(const ExportItem& source) {
    const ItemRecord& item = source.item;
    Json row = {{"id", item.externalId.empty() ? "item-" + std::to_string(item.number) : item.externalId},
                {"prompt", readable(item.prompt)}};
    for (std::size_t place = 0; place < kMostAnswers; ++place) { // the same keys in every row
        row[nameOfAnswer(place)] = place < item.candidates.size() ? Json(readable(item.candidates[place].turns)) : Json(nullptr);
    }
    Json responses = Json::array();
    Json users = Json::array();
    Json states = Json::array();
    for (const VoteRecord& vote : source.votes) {
        const bool isSaid = vote.decision == Decision::Winner;
        if (!isSaid) {
            target().ledger.leaveOut(item.number,
                                     vote.decision == Decision::Tie      ? "vote.tie"
                                     : vote.decision == Decision::AllBad ? "vote.all_bad"
                                                                         : "vote.skipped",
                                     "The vote is no order of answers, so it is not written.");
            continue;
        }
        responses.push_back(orderOf(item, vote));
        users.push_back(annotatorOf(vote));
        states.push_back("submitted");
    }
    row["preference.responses"] = std::move(responses);
    row["preference.responses.users"] = std::move(users);
    row["preference.responses.status"] = std::move(states);
    m_files.writeRow(splitOf(item, target().options.rules), row.dump() + "\n");
    return 1;
}

std::vector<std::string> ArgillaWriter::rules() const {
    std::vector<std::string> rules = commonRules();
    rules.emplace_back("Every item is a record, voted or not; the columns of answers that it does not have are null.");
    rules.emplace_back(
        "Votes for a winner are orders of answers; ties, all bad and skipped are counted and not written. Strength, "
        "reason and note have no place.");
    rules.emplace_back("Items with media (`item.media`) or with one answer (`item.one_answer`) are left out.");
    return rules;
}

std::string ArgillaWriter::usage() const {
    return "```python\n"
           "from datasets import load_dataset\n\n"
           "records = load_dataset(\"json\", data_files=\"" +
           (m_files.names().empty() ? std::string("records.jsonl") : m_files.names().front()) +
           "\", split=\"train\")\n"
           "```\n\nIts question is a `RankingQuestion` named `preference` with the values `response_1`, `response_2`, …\n";
}

} // namespace trutina::storage
