// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/messages.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

ImportedVote voteOf(const std::string& winner, const std::string& annotator) {
    if (winner == "model_a" || winner == "model_b") {
        return winnerVote(annotator, winner == "model_a" ? 0 : 1);
    }
    ImportedVote vote;
    vote.annotator = annotator;
    if (winner == "tie") {
        vote.decision = Decision::Tie;
    } else if (winner == "tie (bothbad)" || winner == "both_bad") {
        vote.decision = Decision::AllBad;
    } else {
        throw Failure("record.wrong_type", "winner is " + inQuotes(winner) + ".",
                      "It is model_a, model_b, tie or tie (bothbad).");
    }
    return vote;
}

class ArenaFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"arena", "Arena votes", "Two conversations with unnamed models and the user's vote.",
                true,    false,         {"json", "jsonl", "parquet"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        return looksLikeMessages(probe.find("conversation_a")) && probe.hasAll({"conversation_b", "winner"});
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        std::vector<Turn> first = messagesOf(record.required("conversation_a"), "conversation_a").turns;
        std::vector<Turn> second = messagesOf(record.required("conversation_b"), "conversation_b").turns;
        NewItem item;
        item.prompt = takeCommonStart(first, second);
        item.externalId = record.id({"question_id", "id"});
        item.candidates = {{std::move(first), record.textOr("model_a", ""), {}},
                           {std::move(second), record.textOr("model_b", ""), {}}};
        item.votes = {voteOf(record.text("winner"), record.textOr("judge", record.options().annotator))};
        out.items.push_back(std::move(item));
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeArenaFormat() {
    return std::make_unique<ArenaFormat>();
}

} // namespace trutina::storage
