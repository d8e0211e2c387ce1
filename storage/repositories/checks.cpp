// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/checks.h"

#include "storage/database/utf8.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace trutina::storage {

namespace {

[[noreturn]] void refuse(const std::string& message, const std::string& hint) {
    throw Failure("item.invalid", message, hint);
}

void checkTurns(const std::vector<Turn>& turns, std::string_view what) {
    for (const Turn& turn : turns) {
        if (turn.role != "system" && turn.role != "user" && turn.role != "assistant") {
            refuse("A turn has the unknown role \"" + oneLine(turn.role, 40) + "\".", R"(Use "system", "user" or "assistant".)");
        }
        checkUtf8(turn.content, "item.invalid", what);
    }
}

bool hasWords(const std::vector<Turn>& turns) {
    return std::ranges::any_of(turns,
                               [](const Turn& turn) { return turn.content.find_first_not_of(" \t\r\n") != std::string::npos; });
}

} // namespace

void checkUtf8(std::string_view text, std::string_view code, std::string_view what) {
    if (!isValidUtf8(text)) {
        throw Failure(std::string(code), std::string(what) + " is not valid UTF-8 text.", "Save it as UTF-8 and try again.");
    }
}

void refuseDamaged(std::string_view what, std::string_view detail) {
    throw Failure("project.damaged", std::string(what), "Restore a backup of the project.", std::string(detail));
}

void checkImportedVote(const ImportedVote& vote, std::size_t candidates) {
    const auto refuseVote = [](const std::string& message) {
        throw Failure("vote.invalid", message, "Correct the judgement in its file.");
    };
    const auto isPlace = [candidates](int place) { return place >= 0 && static_cast<std::size_t>(place) < candidates; };
    if (vote.annotator.find_first_not_of(" \t\r\n") == std::string::npos) {
        throw Failure("annotator.invalid", "A judgement does not say whose it is.", "Name its annotator.");
    }
    checkUtf8(vote.annotator, "annotator.invalid", "The name of an annotator");
    checkUtf8(vote.reason, "vote.invalid", "The reason");
    checkUtf8(vote.note, "vote.invalid", "The note");
    if ((vote.decision == Decision::Winner) != (vote.winner >= 0)) {
        refuseVote("A judgement for a best answer names one, and no other judgement does.");
    }
    if (vote.winner >= 0 && !isPlace(vote.winner)) {
        refuseVote("A judgement names answer " + std::to_string(vote.winner + 1) + ", but there are " +
                   std::to_string(candidates) + ".");
    }
    if (candidates < 2 && (vote.decision == Decision::Winner || vote.decision == Decision::Tie)) {
        refuseVote("One answer has nothing to be compared with.");
    }
    std::vector<int> places = vote.ranking;
    std::ranges::sort(places);
    if (!std::ranges::all_of(places, isPlace) || std::ranges::adjacent_find(places) != places.end()) {
        refuseVote("A ranking names an answer twice, or one that is not there.");
    }
    if (!vote.ranking.empty() && (vote.decision == Decision::Tie || vote.decision == Decision::Skip ||
                                  (vote.winner >= 0 && vote.ranking.front() != vote.winner))) {
        refuseVote("A ranking contradicts the judgement that it belongs to.");
    }
    if (vote.timeSpentMilliseconds < 0) {
        refuseVote("The time spent is negative.");
    }
}

void checkItem(const NewItem& item) {
    if (item.candidates.empty()) {
        refuse("An item needs at least one answer.", "Add two to nine answers to compare, or one to be scored only.");
    }
    if (item.candidates.size() > kMostCandidates) {
        refuse("An item has " + std::to_string(item.candidates.size()) + " answers, but at most nine can be compared.",
               "Split it into several items.");
    }
    checkTurns(item.prompt, "The prompt");
    bool hasMedia = !item.media.empty();
    for (const NewCandidate& candidate : item.candidates) {
        if (candidate.turns.empty()) {
            refuse("An answer has no text at all.", "Give each answer at least one turn.");
        }
        checkTurns(candidate.turns, "An answer");
        checkUtf8(candidate.name, "item.invalid", "The name of an answer");
        hasMedia = hasMedia || !candidate.media.empty();
    }
    if (!hasWords(item.prompt) && !hasMedia) {
        refuse("The prompt is empty and there is no picture or video.", "Write a prompt or add a picture.");
    }
    checkUtf8(item.externalId, "item.invalid", "The id");
    checkUtf8(item.source, "item.invalid", "The source");
    for (const std::string& tag : item.tags) {
        checkUtf8(tag, "item.invalid", "A tag");
    }
    std::set<std::pair<std::string, VoteKind>> annotators;
    for (const ImportedVote& vote : item.votes) {
        checkImportedVote(vote, item.candidates.size());
        if (!annotators.insert({vote.annotator, vote.kind}).second) {
            throw Failure("vote.invalid", "\"" + oneLine(vote.annotator, 40) + "\" judges the same item twice.",
                          "Keep one judgement of each annotator.");
        }
    }
    if (item.meta != "{}" && !item.meta.empty()) {
        const std::size_t start = item.meta.find_first_not_of(" \t\r\n");
        if (start == std::string::npos || item.meta[start] != '{' || !nlohmann::json::accept(item.meta)) {
            refuse("The extra data of an item is not a JSON object.", "Write it as {\"name\": value}.");
        }
    }
}

} // namespace trutina::storage
