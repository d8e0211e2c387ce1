// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/verdicts/verdict_vote.h"

#include "storage/formats/json_access.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

/// What a word stands for, if it names no answer.
std::optional<Decision> decisionNamed(const std::string& word) {
    static const std::map<std::string, Decision> kWords = {
        {"tie", Decision::Tie},         {"equal", Decision::Tie},      {"same", Decision::Tie},
        {"draw", Decision::Tie},        {"a=b", Decision::Tie},        {"tie (bothbad)", Decision::AllBad},
        {"both_bad", Decision::AllBad}, {"bothbad", Decision::AllBad}, {"all_bad", Decision::AllBad},
        {"neither", Decision::AllBad},  {"skip", Decision::Skip},      {"unclear", Decision::Skip},
        {"error", Decision::Skip}};
    const auto found = kWords.find(word);
    return found == kWords.end() ? std::nullopt : std::optional(found->second);
}

std::string lowered(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

/// "A", "a", "model_a", "response B", "[[B]]", "left", "A>B": the letter's place.
std::optional<int> placeOfLetter(const std::string& lower) {
    if (lower == "left" || lower == "right") {
        return lower == "left" ? 0 : 1;
    }
    if (const auto mark = lower.find('>'); mark == 1 && lower.size() <= 4) {
        return lower[0] - 'a';
    }
    const bool isAlone = lower.size() == 1;
    const bool isLast = lower.size() > 2 && (lower[lower.size() - 2] == '_' || lower[lower.size() - 2] == ' ');
    const char letter = lower.back();
    return (isAlone || isLast) && letter >= 'a' && letter <= 'i' ? std::optional(letter - 'a') : std::nullopt;
}

/// Turns the verdict's places and names into places of the item.
class Places {
  public:
    Places(const Verdict& verdict, const ItemRecord& item) : m_item(item) {
        if (verdict.answers.empty()) {
            for (std::size_t place = 0; place < item.candidates.size(); ++place) {
                m_places.push_back(static_cast<int>(place));
            }
            return;
        }
        std::vector<bool> isTaken(item.candidates.size());
        for (const std::string& answer : verdict.answers) {
            const auto same = [&](const CandidateRecord& candidate) {
                return !isTaken[static_cast<std::size_t>(candidate.position)] && answerText(candidate.turns) == answer;
            };
            const auto found = std::find_if(item.candidates.begin(), item.candidates.end(), same);
            if (found == item.candidates.end()) {
                throw Failure("vote.other_answers",
                              "Item " + std::to_string(item.number) + " has no answer that reads " + inQuotes(answer) + ".",
                              "Judge the answers that the project holds, each by its whole text.");
            }
            isTaken[static_cast<std::size_t>(found->position)] = true;
            m_places.push_back(found->position);
        }
    }

    [[nodiscard]] std::size_t size() const { return m_places.size(); }
    [[nodiscard]] int at(std::int64_t place) const {
        if (place < 0 || static_cast<std::size_t>(place) >= m_places.size()) {
            refuse(std::to_string(place));
        }
        return m_places[static_cast<std::size_t>(place)];
    }
    /// A place of the item by what names an answer: a number, a letter, or the writer's name.
    [[nodiscard]] int named(const Json& name, bool countsFromOne) const {
        if (name.is_number_integer()) {
            return at(name.get<std::int64_t>());
        }
        if (!name.is_string()) {
            refuse(std::string("a ") + name.type_name());
        }
        const std::string word(trimmed(name.get_ref<const std::string&>()));
        for (const CandidateRecord& candidate : m_item.candidates) {
            if (!word.empty() && candidate.name == word) {
                return candidate.position;
            }
        }
        if (const auto number = numberOf(name); number && *number == static_cast<double>(static_cast<int>(*number))) {
            return at(static_cast<std::int64_t>(*number) - (countsFromOne ? 1 : 0));
        }
        const std::string bare = word.starts_with("[[") && word.ends_with("]]") ? word.substr(2, word.size() - 4) : word;
        if (const auto letter = bare.empty() ? std::nullopt : placeOfLetter(lowered(bare))) {
            return at(*letter);
        }
        refuse(inQuotes(word));
    }

  private:
    [[noreturn]] static void refuse(const std::string& name) {
        throw Failure("vote.unknown_winner", "The record prefers " + name + ", which is none of the answers.",
                      "Name an answer by its place, its letter or its writer, or write tie, all_bad or skip.");
    }

    const ItemRecord& m_item;
    std::vector<int> m_places; ///< of the item, by the verdict's place
};

void judgeByOrder(const Json& order, const Places& places, ImportedVote& vote) {
    if (!order.is_array() || order.empty()) {
        throw Failure("record.wrong_type", "The order of the answers is no list.", "Name the answers from the best on.");
    }
    for (const Json& name : order) {
        vote.ranking.push_back(places.named(name, false));
    }
    vote.winner = vote.ranking.front();
    if (vote.ranking.size() == 1) {
        vote.ranking.clear();
    }
}

void judgeByWord(const Verdict& verdict, const Places& places, ImportedVote& vote) {
    std::string word =
        verdict.winner.is_string() ? lowered(trimmed(verdict.winner.get_ref<const std::string&>())) : std::string();
    if (word.starts_with("[[") && word.ends_with("]]")) {
        word = word.substr(2, word.size() - 4);
        // The usual instruction to a judge of two answers calls a tie "C".
        word = word == "c" && places.size() == 2 ? "tie" : word;
    }
    if (const auto decision = decisionNamed(word)) {
        vote.decision = *decision;
        return;
    }
    if (word.size() >= 3 && word[1] == '>' && places.size() == 2) {
        vote.strength = word[2] == '>' ? Strength::Much : Strength::Slightly;
    }
    vote.winner = places.named(verdict.winner, verdict.countsFromOne);
}

/// The scores in the item's order; nothing where the judge gave none.
std::vector<std::optional<double>> scoresByPlace(const Json& scores, const Places& places, std::size_t candidates) {
    std::vector<std::optional<double>> byPlace(candidates);
    const auto put = [&](int place, const Json& score) { byPlace[static_cast<std::size_t>(place)] = numberOf(score); };
    if (scores.is_object()) {
        for (const auto& [name, score] : scores.items()) {
            put(places.named(name, false), score);
        }
    } else if (scores.is_array() && scores.size() == places.size()) {
        for (std::size_t place = 0; place < scores.size(); ++place) {
            put(places.at(static_cast<std::int64_t>(place)), scores[place]);
        }
    } else {
        throw Failure("record.wrong_type", "The record has another number of scores than the item has answers.",
                      "Give one for each, in the order of the answers, or by the names of their writers.");
    }
    return byPlace;
}

void judgeByScores(const std::vector<std::optional<double>>& scores, double tieWithin, ImportedVote& vote) {
    std::vector<int> order;
    for (std::size_t place = 0; place < scores.size(); ++place) {
        if (scores[place]) {
            order.push_back(static_cast<int>(place));
        }
    }
    if (order.size() < 2) {
        throw Failure("vote.empty", "The record scores fewer than two answers.", "Give a score for each.");
    }
    const auto scoreAt = [&](int place) { return *scores[static_cast<std::size_t>(place)]; };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return scoreAt(a) > scoreAt(b); });
    const auto isLevel = [&](int a, int b) { return scoreAt(a) - scoreAt(b) <= tieWithin; };
    if (isLevel(order[0], order[1])) {
        vote.decision = Decision::Tie;
        return;
    }
    vote.winner = order.front();
    // A ranking holds only what is really in order: it ends before two that are level.
    std::size_t clear = 1;
    while (clear < order.size() && !isLevel(order[clear - 1], order[clear]) &&
           (clear + 1 == order.size() || !isLevel(order[clear], order[clear + 1]))) {
        ++clear;
    }
    if (order.size() > 2 && clear > 1) {
        vote.ranking.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(clear));
    }
}

std::string notedScores(const Json& scores) {
    return scores.is_null() ? std::string() : "scores " + scores.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

ImportedVote voteOf(const Verdict& verdict, const ItemRecord& item, const std::string& judge, double tieWithin) {
    const Places places(verdict, item);
    ImportedVote vote;
    vote.annotator = verdict.judge.empty() ? judge : verdict.judge;
    vote.byJudge = true;
    if (!verdict.order.is_null()) {
        judgeByOrder(verdict.order, places, vote);
    } else if (!verdict.winner.is_null()) {
        judgeByWord(verdict, places, vote);
    } else {
        judgeByScores(scoresByPlace(verdict.scores, places, item.candidates.size()), tieWithin, vote);
    }
    if (verdict.strength == "slightly" || verdict.strength == "much") {
        vote.strength = verdict.strength == "much" ? Strength::Much : Strength::Slightly;
    }
    const std::string scores = notedScores(verdict.scores);
    vote.note = verdict.rationale + (verdict.rationale.empty() || scores.empty() ? "" : "\n") + scores;
    return vote;
}

} // namespace trutina::storage
