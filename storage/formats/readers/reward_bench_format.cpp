// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"
#include "storage/formats/readers/side_by_side.h"
#include "storage/repositories/checks.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

void addTag(NewItem& item, std::string tag) {
    if (!tag.empty()) {
        item.tags.push_back(std::move(tag));
    }
}

class RewardBenchFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"rewardbench", "RewardBench", "prompt, chosen and rejected with the models that wrote them and a subset.",
                true,          false,         {"parquet", "jsonl"}};
    }
    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        const Json* chosen = probe.find("chosen");
        return chosen != nullptr && chosen->is_string() && probe.hasAll({"rejected", "chosen_model", "rejected_model", "subset"});
    }
    void read(FormatRecord& record, RecordItems& out) const override {
        SidesReader sides(record);
        NewItem item = sides.pair({"prompt", "question", "input"}, "chosen", "rejected");
        item.externalId = record.id({"id"});
        item.candidates[0].name = record.textOr("chosen_model", "");
        item.candidates[1].name = record.textOr("rejected_model", "");
        addTag(item, record.textOr("subset", ""));
        out.items.push_back(std::move(item));
    }
};

std::vector<NewCandidate> answers(const Json& list, const char* place) {
    std::vector<NewCandidate> answers;
    for (const Json& answer : listOf(list, place)) {
        answers.push_back({{{"assistant", textOf(answer, element(place, answers.size()))}}, {}, {}});
    }
    if (answers.empty()) {
        throw Failure("record.no_candidates", std::string(place) + " holds no answer.", "Give at least one.");
    }
    return answers;
}

NewItem pairOf(const NewItem& base, const NewCandidate& chosen, const NewCandidate& rejected, const std::string& suffix,
               const std::string& annotator) {
    NewItem item = base;
    item.candidates = {chosen, rejected};
    item.votes = {winnerVote(annotator, 0)};
    item.externalId = base.externalId.empty() ? std::string() : base.externalId + "/" + suffix;
    return item;
}

class RewardBench2Format : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"rewardbench2", "RewardBench 2", "A prompt with lists of right and wrong answers: best of four, and ties.",
                true,           false,           {"parquet", "jsonl"}};
    }
    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        const Json* chosen = probe.find("chosen");
        return chosen != nullptr && chosen->is_array() && probe.hasAll({"rejected", "subset", "num_correct"});
    }
    void read(FormatRecord& record, RecordItems& out) const override {
        NewItem item;
        item.externalId = record.id({"id"});
        item.prompt = {{"user", record.text("prompt")}};
        addTag(item, record.textOr("subset", ""));
        std::vector<NewCandidate> chosen = answers(record.required("chosen"), "chosen");
        std::vector<NewCandidate> rejected = answers(record.required("rejected"), "rejected");
        if (const Json* models = listMember(record.value(), "models");
            models != nullptr && models->size() == chosen.size() + rejected.size()) {
            record.find("models");
            for (std::size_t index = 0; index < models->size(); ++index) {
                NewCandidate& answer = index < chosen.size() ? chosen[index] : rejected[index - chosen.size()];
                answer.name = (*models)[index].is_string() ? (*models)[index].get<std::string>() : "";
            }
        }
        if (chosen.size() == 1 && chosen.size() + rejected.size() <= kMostCandidates) {
            item.candidates = std::move(chosen);
            std::move(rejected.begin(), rejected.end(), std::back_inserter(item.candidates));
            item.votes = {winnerVote(record.options().annotator, 0)};
            out.items.push_back(std::move(item));
            return;
        }
        for (std::size_t right = 0; right < chosen.size(); ++right) {
            for (std::size_t wrong = 0; wrong < rejected.size(); ++wrong) {
                out.items.push_back(pairOf(item, chosen[right], rejected[wrong],
                                           std::to_string(right + 1) + ">" + std::to_string(wrong + 1),
                                           record.options().annotator));
            }
        }
    }
};

class RmBenchFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"rm-bench", "RM-Bench", "Three styles of a right and of a wrong answer: a matrix of nine pairs.",
                true,       false,      {"json", "jsonl"}};
    }
    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        const Json* chosen = probe.find("chosen");
        return chosen != nullptr && chosen->is_array() && chosen->size() == 3 && chosen->front().is_string() &&
               probe.hasAll({"prompt", "rejected", "domain"});
    }
    void read(FormatRecord& record, RecordItems& out) const override {
        constexpr std::size_t kStyles = 3; // concise, detailed, detailed with markup
        NewItem item;
        item.externalId = record.id({"id"});
        item.prompt = {{"user", record.text("prompt")}};
        addTag(item, record.textOr("domain", ""));
        const auto chosen = answers(record.required("chosen"), "chosen");
        const auto rejected = answers(record.required("rejected"), "rejected");
        if (chosen.size() != kStyles || rejected.size() != kStyles) {
            throw Failure("record.wrong_type", "A record needs three chosen and three rejected answers.", "Correct the record.");
        }
        for (std::size_t right = 0; right < kStyles; ++right) {
            for (std::size_t wrong = 0; wrong < kStyles; ++wrong) {
                NewItem pair = pairOf(item, chosen[right], rejected[wrong], std::to_string(right) + ">" + std::to_string(wrong),
                                      record.options().annotator);
                // The wrong answer in the more elaborate style is the hard case.
                addTag(pair, wrong > right ? "hard" : wrong == right ? "normal" : "easy");
                out.items.push_back(std::move(pair));
            }
        }
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeRewardBenchFormat() {
    return std::make_unique<RewardBenchFormat>();
}

std::unique_ptr<RecordFormat> makeRewardBench2Format() {
    return std::make_unique<RewardBench2Format>();
}

std::unique_ptr<RecordFormat> makeRmBenchFormat() {
    return std::make_unique<RmBenchFormat>();
}

} // namespace trutina::storage
