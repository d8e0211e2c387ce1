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

/// The group that the benchmark reports a record under; told by its id.
std::string groupOf(const std::string& id) {
    const auto holds = [&id](const char* word) { return id.find(word) != std::string::npos; };
    if (holds("vlfeedback") || holds("wildvision")) {
        return "general";
    }
    // The names of two data sets begin alike: the longer one first.
    if (holds("rlaif-v") || holds("RLAIF-V") || holds("rlhf-v") || holds("RLHF-V") || holds("povid")) {
        return "hallucination";
    }
    return holds("reasoning") || holds("mathverse") || holds("mmmu") ? "reasoning" : "";
}

class VlRewardBenchFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"vl-rewardbench",    "VL-RewardBench", "A picture, a query, answers and their order by people.", true, true,
                {"jsonl", "parquet"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        return probe.hasAll({"query", "response", "human_ranking"});
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        NewItem item;
        item.externalId = record.id({"id"});
        item.prompt = {{"user", record.text("query")}};
        const Json* path = record.find("image_path");
        const Json* image = record.find("image");
        item.media = record.media().media(image != nullptr ? image : path, "image", MediaReading::Image);
        for (const Json& answer : listOf(record.required("response"), "response")) {
            item.candidates.push_back({{{"assistant", textOf(answer, element("response", item.candidates.size()))}}, {}, {}});
        }
        if (const Json* models = record.find("models");
            models != nullptr && models->is_array() && models->size() == item.candidates.size()) {
            for (std::size_t index = 0; index < item.candidates.size(); ++index) {
                item.candidates[index].name = textOf((*models)[index], element("models", index));
            }
        }
        addVote(record, item);
        if (const std::string group = groupOf(item.externalId); !group.empty()) {
            item.tags.push_back(group);
        }
        out.items.push_back(std::move(item));
    }

  private:
    static void addVote(FormatRecord& record, NewItem& item) {
        const Json& ranks = listOf(record.required("human_ranking"), "human_ranking");
        if (ranks.size() != item.candidates.size()) {
            throw Failure("record.wrong_type", "human_ranking has another length than response.", "Give a rank for each answer.");
        }
        std::vector<std::pair<double, int>> order;
        for (const Json& rank : ranks) {
            const auto number = numberOf(rank);
            if (!number) {
                refuseType("human_ranking", "a list of numbers", rank);
            }
            order.emplace_back(*number, static_cast<int>(order.size()));
        }
        if (order.size() < 2) {
            return;
        }
        std::sort(order.begin(), order.end());
        ImportedVote vote = winnerVote(record.options().annotator, order.front().second);
        const bool hasTies = std::adjacent_find(order.begin(), order.end(),
                                                [](const auto& a, const auto& b) { return a.first == b.first; }) != order.end();
        if (hasTies && order[0].first == order[1].first) {
            vote.decision = Decision::Tie;
            vote.winner = -1;
        } else if (!hasTies && order.size() > 2) {
            for (const auto& [rank, place] : order) {
                vote.ranking.push_back(place);
            }
        }
        item.votes = {std::move(vote)};
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeVlRewardBenchFormat() {
    return std::make_unique<VlRewardBenchFormat>();
}

} // namespace trutina::storage
