// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/verdicts/verdict.h"

#include "storage/formats/json_access.h"
#include "storage/formats/json_text.h"
#include "storage/formats/readers/messages.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <initializer_list>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

constexpr std::initializer_list<const char*> kIds = {"id", "item", "item_id", "question_id", "external_id"};
constexpr std::initializer_list<const char*> kPrompts = {"prompt", "messages", "question", "query"};
constexpr std::initializer_list<const char*> kAnswers = {"answers", "candidates", "responses", "completions"};
constexpr std::initializer_list<const char*> kOrders = {"order", "ranking"};
constexpr std::initializer_list<const char*> kWinners = {"winner", "verdict", "preference", "preferred"};
constexpr std::initializer_list<const char*> kScores = {"scores", "ratings"};
constexpr std::initializer_list<const char*> kRationales = {"rationale", "explanation", "reason", "comment"};

bool isEmptyCell(const Json& value) {
    return value.is_null() || (value.is_string() && trimmed(value.get_ref<const std::string&>()).empty());
}

/// The first of the names that holds something. A list in a cell of a table is JSON.
Json valueOf(FormatRecord& record, std::initializer_list<const char*> keys, bool isTable) {
    for (const char* key : keys) {
        const Json* found = record.find(key);
        if (found == nullptr || isEmptyCell(*found)) {
            continue;
        }
        const bool mayBeList = isTable && found->is_string() && found->get_ref<const std::string&>().starts_with("[");
        if (mayBeList && nestingDepth(found->get_ref<const std::string&>()) <= kDeepestJson) {
            if (Json list = Json::parse(found->get_ref<const std::string&>(), nullptr, false); list.is_array()) {
                return list;
            }
        }
        return *found;
    }
    return {};
}

std::string textFrom(const Json& value) {
    return value.is_string() ? value.get<std::string>() : std::string();
}

/// A text, a list of turns, or an object that holds either.
std::string answerOf(const Json& answer, const std::string& place) {
    if (answer.is_string()) {
        return answer.get<std::string>();
    }
    if (answer.is_array()) {
        return answerText(messagesOf(answer, place).turns);
    }
    for (const char* key : {"text", "response", "content", "messages"}) {
        if (const Json* inner = member(answer, key)) {
            return answerOf(*inner, place + "." + key);
        }
    }
    refuseType(place, "a text", answer);
}

void readAnswers(FormatRecord& record, Verdict& verdict, bool isTable) {
    const Json list = valueOf(record, kAnswers, isTable);
    if (list.is_array()) {
        for (const Json& answer : list) {
            verdict.answers.push_back(answerOf(answer, element("answers", verdict.answers.size())));
        }
        return;
    }
    for (int number = 1; number <= 9; ++number) {
        const Json* answer = record.find(("answer_" + std::to_string(number)).c_str());
        if (answer == nullptr || isEmptyCell(*answer)) {
            break;
        }
        verdict.answers.push_back(textOf(*answer, "answer_" + std::to_string(number)));
    }
    const Json* chosen = record.find("chosen");
    const Json* rejected = record.find("rejected");
    if (verdict.answers.empty() && chosen != nullptr && rejected != nullptr) {
        verdict.answers = {answerOf(*chosen, "chosen"), answerOf(*rejected, "rejected")};
        verdict.winner = 0;
        verdict.countsFromOne = false;
    }
}

} // namespace

std::string answerText(const std::vector<Turn>& turns) {
    std::string text;
    for (const Turn& turn : turns) {
        text += (text.empty() ? "" : "\n") + turn.content;
    }
    return text;
}

Verdict verdictOf(FormatRecord& record, bool isTable) {
    Verdict verdict;
    verdict.item = record.id(kIds);
    const Json prompt = valueOf(record, kPrompts, isTable);
    if (prompt.is_string()) {
        verdict.prompt = {{"user", prompt.get<std::string>()}};
    } else if (prompt.is_array()) {
        verdict.prompt = messagesOf(prompt, "prompt").turns;
    }
    verdict.countsFromOne = isTable;
    verdict.winner = valueOf(record, kWinners, isTable);
    verdict.order = valueOf(record, kOrders, isTable);
    verdict.scores = valueOf(record, kScores, isTable);
    readAnswers(record, verdict, isTable);
    verdict.judge = textFrom(valueOf(record, {"judge", "annotator"}, isTable));
    verdict.rationale = textFrom(valueOf(record, kRationales, isTable));
    verdict.strength = textFrom(valueOf(record, {"strength"}, isTable));
    if (verdict.winner.is_null() && verdict.order.is_null() && verdict.scores.is_null()) {
        throw Failure("vote.empty", "The record does not say which answer is better.", "Give winner, order or scores.");
    }
    return verdict;
}

bool looksLikeVerdicts(const FileProbe& probe) {
    const auto hasAny = [&probe](std::initializer_list<const char*> keys) {
        return std::any_of(keys.begin(), keys.end(), [&probe](const char* key) { return probe.has(key); });
    };
    return hasAny(kIds) && (hasAny(kWinners) || hasAny(kOrders) || probe.has("scores")) && !hasAny(kPrompts) &&
           !hasAny(kAnswers) && !hasAny({"chosen", "conversation_a", "answer_1", "response", "data", "fields"});
}

} // namespace trutina::storage
