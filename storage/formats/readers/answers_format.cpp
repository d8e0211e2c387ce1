// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/command_verifier.h"
#include "storage/formats/readers/messages.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/ratings.h"
#include "storage/formats/readers/record_formats.h"

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

constexpr std::initializer_list<const char*> kLists = {"answers", "responses", "completions"};
constexpr std::initializer_list<const char*> kTruths = {"ground_truth", "truth", "solution"};

/// A figure or ratings that stand with the answer itself.
const Json* ownRating(const Json& answer) {
    for (const char* key : {"ratings", "rating", "score"}) {
        if (const Json* found = member(answer, key)) {
            return found;
        }
    }
    return nullptr;
}

NewCandidate candidateOf(FormatRecord& record, const Json& answer, const std::string& place) {
    if (answer.is_string()) {
        return {{{"assistant", answer.get<std::string>()}}, {}, {}};
    }
    NewCandidate candidate;
    candidate.media = record.media().media(member(answer, "images"), place + ".images", MediaReading::Image);
    const Json* text = member(answer, "text");
    text = text == nullptr ? member(answer, "response") : text;
    if (text == nullptr && candidate.media.empty()) {
        throw Failure("record.wrong_type", place + " has neither text nor images.",
                      "An answer is a text, or an object with text.");
    }
    candidate.turns = {{"assistant", text == nullptr ? std::string() : textOf(*text, place + ".text")}};
    for (const char* key : {"name", "model"}) {
        if (const Json* name = stringMember(answer, key)) {
            candidate.name = name->get<std::string>();
        }
    }
    return candidate;
}

class AnswersFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"answers",
                "Answers to be compared",
                "A prompt and several answers with ratings, scores or a ground truth, from which a rule makes pairs.",
                true,
                false,
                {"jsonl", "json", "parquet"},
                {.buildsPairs = true}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        const auto isList = [&probe](const char* key) {
            const Json* list = probe.find(key);
            return list != nullptr && list->is_array();
        };
        return std::any_of(kLists.begin(), kLists.end(), isList) && (probe.has("prompt") || probe.has("messages")) &&
               !probe.has("labels");
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        NewItem item;
        item.externalId = record.id({"id"});
        const Json* messages = record.findAny({"messages", "prompt"});
        if (messages == nullptr) {
            throw Failure("record.no_messages", "The record has no prompt.", "Give the question as prompt.");
        }
        item.prompt = messages->is_string() ? std::vector<Turn>{{"user", messages->get<std::string>()}}
                                            : messagesOf(*messages, "messages").turns;
        item.media = record.media().media(record.findAny({"images", "image"}), "images", MediaReading::Image);
        settlePlaceholders(item.prompt, item.media.size());
        const Json* list = record.findAny(kLists);
        const Json* ratings = record.findAny({"ratings", "scores"});
        std::vector<Json> figures;
        for (const Json& answer : listOf(list == nullptr ? record.required("answers") : *list, "answers")) {
            const std::size_t place = item.candidates.size();
            item.candidates.push_back(candidateOf(record, answer, element("answers", place)));
            const Json* own = ownRating(answer);
            const bool isBeside = ratings != nullptr && ratings->is_array() && place < ratings->size();
            figures.push_back(own != nullptr ? *own : isBeside ? (*ratings)[place] : Json());
        }
        if (ratings != nullptr && (!ratings->is_array() || ratings->size() != item.candidates.size())) {
            throw Failure("record.wrong_type", "The record has another number of ratings than of answers.", "Give one for each.");
        }
        addByRule(record, std::move(item), figures, out);
    }

  private:
    static void addByRule(FormatRecord& record, NewItem item, const std::vector<Json>& ratings, RecordItems& out) {
        const PairBuilding& rule = record.options().pairs;
        const Json* truth = record.findAny(kTruths);
        if (rule.verifier == Verifier::None) {
            if (truth != nullptr) {
                item.meta = Json{{"ground_truth", *truth}}.dump();
            }
            addRated(std::move(item), ratings, record.options(), out);
            return;
        }
        if (truth == nullptr) {
            throw Failure("pairs.truth", "The record has no ground truth to hold answers against.", "Give it as ground_truth.");
        }
        const std::string wanted = truth->is_string() ? truth->get<std::string>() : truth->dump();
        item.meta = Json{{"ground_truth", wanted}}.dump();
        std::vector<std::optional<double>> figures;
        for (const NewCandidate& candidate : item.candidates) {
            const std::string& answer = candidate.turns.back().content;
            const bool right = rule.verifier == Verifier::Command
                                   ? isRightByCommand(rule.command, questionFor(item, answer, wanted), record.options().stop)
                                   : isRight(answer, wanted, rule);
            figures.emplace_back(right ? 1 : 0);
        }
        buildPairs(item, figures, 1, rule.verifier == Verifier::Command ? "own command" : "ground truth", record.options(), out);
    }

    /// What the user's own program reads.
    static std::string questionFor(const NewItem& item, const std::string& answer, const std::string& truth) {
        Json messages = Json::array();
        for (const Turn& turn : item.prompt) {
            messages.push_back({{"role", turn.role}, {"content", turn.content}});
        }
        const Json question = {{"id", item.externalId},
                               {"prompt", item.prompt.empty() ? std::string() : item.prompt.back().content},
                               {"messages", std::move(messages)},
                               {"answer", answer},
                               {"ground_truth", truth}};
        return question.dump() + "\n";
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeAnswersFormat() {
    return std::make_unique<AnswersFormat>();
}

} // namespace trutina::storage
