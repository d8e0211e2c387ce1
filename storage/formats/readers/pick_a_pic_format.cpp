// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

class PickAPicFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"pick-a-pic", "Pick-a-Pic v2", "A caption, two pictures and which one a user preferred.",
                true,         false,           {"parquet", "jsonl"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override { return probe.hasAll({"caption", "jpg_0", "jpg_1"}); }

    void read(FormatRecord& record, RecordItems& out) const override {
        NewItem item;
        item.externalId = record.id({"ranking_id"});
        item.prompt = {{"user", record.text("caption")}};
        for (const auto& [picture, model] : {std::pair("jpg_0", "model_0"), std::pair("jpg_1", "model_1")}) {
            NewCandidate candidate;
            candidate.turns = {{"assistant", ""}}; // the answer is the picture
            candidate.media = {record.media().medium(record.required(picture), picture, MediaReading::Image)};
            candidate.name = record.textOr(model, "");
            item.candidates.push_back(std::move(candidate));
        }
        const Json* hasLabel = record.find("has_label");
        if (hasLabel == nullptr || truthOf(*hasLabel).value_or(true)) {
            addVote(record, item);
        }
        out.items.push_back(std::move(item));
    }

  private:
    static void addVote(FormatRecord& record, NewItem& item) {
        const auto first = numberOf(record.required("label_0"));
        const auto second = numberOf(record.required("label_1"));
        if (!first || !second) {
            refuseType("label_0 and label_1", "numbers", record.required("label_0"));
        }
        const std::string user = record.id({"user_id"});
        ImportedVote vote = winnerVote(user.empty() ? record.options().annotator : "user " + user, *first > *second ? 0 : 1);
        if (*first == *second) {
            vote.decision = Decision::Tie;
            vote.winner = -1;
        }
        item.votes = {std::move(vote)};
    }
};

} // namespace

std::unique_ptr<RecordFormat> makePickAPicFormat() {
    return std::make_unique<PickAPicFormat>();
}

} // namespace trutina::storage
