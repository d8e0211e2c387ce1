// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

class VideoGenRewardBenchFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"videogen-rewardbench",
                "VideoGen-RewardBench",
                "Two generated videos for a prompt, judged by quality, motion, alignment and overall.",
                true,
                false,
                {"csv"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        return probe.hasAll({"path_A", "path_B", "prompt", "Overall"});
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        NewItem item;
        item.externalId = record.id({"id"});
        item.prompt = {{"user", record.text("prompt")}};
        for (const auto& [path, model] : {std::pair("path_A", "A_model"), std::pair("path_B", "B_model")}) {
            NewCandidate candidate;
            candidate.turns = {{"assistant", ""}}; // the answer is the video
            candidate.media = {record.media().medium(record.required(path), path, MediaReading::Video)};
            candidate.name = record.textOr(model, "");
            item.candidates.push_back(std::move(candidate));
        }
        const std::string overall = record.text("Overall");
        if (overall != "A" && overall != "B" && overall != "same") {
            throw Failure("record.wrong_type", "Overall is " + inQuotes(overall) + ".", "It is A, B or same.");
        }
        ImportedVote vote = winnerVote(record.options().annotator, overall == "A" ? 0 : 1);
        if (overall == "same") {
            vote.decision = Decision::Tie;
            vote.winner = -1;
        }
        item.votes = {std::move(vote)};
        out.items.push_back(std::move(item));
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeVideoGenRewardBenchFormat() {
    return std::make_unique<VideoGenRewardBenchFormat>();
}

} // namespace trutina::storage
