// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/vote_words.h"
#include "storage/formats/writers/item_writers.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kPairConfig = R"(<View>
  <Text name="prompt" value="$prompt"/>
  <Pairwise name="comparison" toName="answer1,answer2"/>
  <Text name="answer1" value="$answer1"/>
  <Text name="answer2" value="$answer2"/>
  <Choices name="verdict" toName="prompt" choice="single">
    <Choice value="tie"/>
    <Choice value="all_bad"/>
    <Choice value="skip"/>
  </Choices>
</View>
)";

constexpr const char* kListConfig = R"(<View>
  <Text name="prompt" value="$prompt"/>
  <List name="answers" value="$answers" title="Answers"/>
  <Ranker name="ranking" toName="answers"/>
  <Choices name="verdict" toName="prompt" choice="single">
    <Choice value="tie"/>
    <Choice value="all_bad"/>
    <Choice value="skip"/>
  </Choices>
</View>
)";

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

std::string answerId(std::size_t place) {
    return "answer" + std::to_string(place + 1);
}

/// What an annotator said, as the results of the controls of the configuration.
Json resultOf(const ItemRecord& item, const VoteRecord& vote) {
    const auto place = [&item](CandidateId id) {
        return static_cast<std::size_t>(std::find_if(item.candidates.begin(), item.candidates.end(),
                                                     [id](const auto& candidate) { return candidate.id == id; }) -
                                        item.candidates.begin());
    };
    const bool isPair = item.candidates.size() == 2;
    if (vote.decision != Decision::Winner) {
        return Json::array({{{"id", "verdict"},
                             {"from_name", "verdict"},
                             {"to_name", "prompt"},
                             {"type", "choices"},
                             {"value", {{"choices", Json::array({wordOf(vote.decision)})}}}}});
    }
    if (place(vote.winner) == item.candidates.size()) {
        return Json::array(); // the winner was removed from the item
    }
    if (isPair) {
        return Json::array({{{"id", "comparison"},
                             {"from_name", "comparison"},
                             {"to_name", "answer1,answer2"},
                             {"type", "pairwise"},
                             {"value", {{"selected", place(vote.winner) == 0 ? "left" : "right"}}}}});
    }
    Json order = Json::array();
    for (const CandidateId id : vote.ranking.empty() ? std::vector<CandidateId>{vote.winner} : vote.ranking) {
        if (place(id) < item.candidates.size()) {
            order.push_back(answerId(place(id)));
        }
    }
    return Json::array({{{"id", "ranking"},
                         {"from_name", "ranking"},
                         {"to_name", "answers"},
                         {"type", "ranker"},
                         {"value", {{"ranker", {{"rank", std::move(order)}}}}}}});
}

/// What the model would choose, for items of two answers whose scores were made alike. The figure is the chance of the better one
/// by the difference, as the sorter of the tool expects it between 0 and 1.
Json predictionOf(const ExportItem& source) {
    const auto& candidates = source.item.candidates;
    const MeasurementRecord* first = latestScore(source.measurements, candidates[0].id);
    const MeasurementRecord* second =
        first == nullptr ? nullptr : latestScore(source.measurements, candidates[1].id, &first->setting);
    if (second == nullptr || first->values.empty() || second->values.empty() || first->values.front() == second->values.front()) {
        return Json::array();
    }
    const double difference = first->values.front() - second->values.front();
    const double chance = 1.0 / (1.0 + std::exp(-std::abs(difference)));
    Json result = {{"id", "prediction"},
                   {"from_name", "comparison"},
                   {"to_name", "answer1,answer2"},
                   {"type", "pairwise"},
                   {"value", {{"selected", difference > 0 ? "left" : "right"}}}};
    return Json::array({{{"model_version", first->setting.modelName},
                         {"score", std::round(chance * 1e6) / 1e6},
                         {"result", Json::array({std::move(result)})}}});
}

} // namespace

LabelStudioWriter::LabelStudioWriter(ExportTarget& target)
    : ItemWriter(target),
      m_pairs(target.folder, target.options.rules, {.name = "tasks", .ending = ".json", .keepsName = true}),
      m_lists(target.folder, target.options.rules,
              {.name = "ranking_tasks", .ending = ".json", .keepsName = true, .isThereWithoutRows = false}) {}

void LabelStudioWriter::check(const ExportItem& source) const {
    const ItemRecord& item = source.item;
    if (item.candidates.size() < 2) {
        throw Failure("item.one_answer", "The item has one answer: there is nothing to compare.");
    }
    const auto showsMedia = [](const CandidateRecord& candidate) { return !candidate.media.empty(); };
    if (std::any_of(item.candidates.begin(), item.candidates.end(), showsMedia)) {
        throw Failure("item.candidate_media", "An answer has media of its own, which the configuration does not show.");
    }
}

std::int64_t LabelStudioWriter::write(const ExportItem& source) {
    const ItemRecord& item = source.item;
    const bool isPair = item.candidates.size() == 2;
    Json data = {{"id", item.externalId.empty() ? "item " + std::to_string(item.number) : item.externalId},
                 {"prompt", readable(item.prompt)}};
    if (!(item.prompt.size() == 1 && item.prompt.front().role == "user")) {
        Json messages = Json::array();
        for (const Turn& turn : item.prompt) {
            messages.push_back({{"role", turn.role}, {"content", turn.content}});
        }
        data["messages"] = std::move(messages);
    }
    if (!item.media.empty()) {
        data["images"] = target().media.place(item.media);
    }
    Json list = Json::array();
    for (std::size_t place = 0; place < item.candidates.size(); ++place) {
        const std::string text = readable(item.candidates[place].turns);
        if (isPair) {
            data[answerId(place)] = text;
        } else {
            list.push_back({{"id", answerId(place)}, {"title", "Answer " + std::to_string(place + 1)}, {"body", text}});
        }
    }
    if (!isPair) {
        data["answers"] = std::move(list);
    }
    Json annotations = Json::array();
    for (const VoteRecord& vote : source.votes) {
        annotations.push_back({{"completed_by", {{"email", annotatorOf(vote)}}},
                               {"was_cancelled", false},
                               {"lead_time", static_cast<double>(vote.timeSpentMilliseconds) / 1000.0},
                               {"result", resultOf(item, vote)}});
    }
    const Json task = {{"data", std::move(data)},
                       {"annotations", std::move(annotations)},
                       {"predictions", isPair ? predictionOf(source) : Json::array()}};
    (isPair ? m_pairs : m_lists).writeElement(splitOf(item, target().options.rules), task.dump());
    return 1;
}

void LabelStudioWriter::finish() {
    const bool hasLists = !m_lists.names().empty();
    m_pairs.closeLists();
    m_lists.closeLists();
    target().folder.write("config.xml", kPairConfig);
    if (hasLists) {
        target().folder.write("ranking_config.xml", kListConfig);
    }
}

std::vector<std::string> LabelStudioWriter::rules() const {
    std::vector<std::string> rules = commonRules();
    rules.emplace_back(
        "Every item is a task, voted or not; every current vote is an annotation of its annotator. Items of two answers "
        "are compared (`config.xml`), longer ones ranked (`ranking_config.xml`).");
    rules.emplace_back("Strength, reason and note of a vote have no place in the configuration and are not written.");
    rules.emplace_back(
        "Items of one answer (`item.one_answer`) and answers with media of their own (`item.candidate_media`) are left "
        "out. A conversation of several turns is readable in `prompt` and exact in `messages`.");
    rules.emplace_back("A prediction is what the scores say; its figure is the logistic function of their difference.");
    return rules;
}

std::string LabelStudioWriter::usage() const {
    return "Make a project with the labelling interface of `config.xml`, then import `tasks.json`. Pictures are named in "
           "`images`, "
           "relative to this folder: serve it as local storage to see them.\n";
}

} // namespace trutina::storage
