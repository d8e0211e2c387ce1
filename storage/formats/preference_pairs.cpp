// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/preference_pairs.h"

#include "storage/formats/utf8.h"

#include <algorithm>

namespace trutina::storage {
namespace {

const CandidateRecord* find(const ItemRecord& item, CandidateId id) {
    const auto found = std::find_if(item.candidates.begin(), item.candidates.end(),
                                    [id](const CandidateRecord& candidate) { return candidate.id == id; });
    return found == item.candidates.end() ? nullptr : &*found;
}

std::vector<PreferencePair> winnerPairs(const ItemRecord& item, const VoteRecord& vote, ExportLedger& ledger) {
    std::vector<const CandidateRecord*> ranked;
    for (const CandidateId id : vote.ranking) {
        if (const CandidateRecord* candidate = find(item, id)) {
            ranked.push_back(candidate);
        }
    }
    const CandidateRecord* winner = find(item, vote.winner);
    if (winner == nullptr) {
        ledger.leaveOut(item.number, "vote.winner_gone", "The answer that was voted for is no longer part of the item.");
        return {};
    }
    if (ranked.empty() || ranked.front() != winner) {
        ranked = {winner};
    }
    std::vector<PreferencePair> pairs;
    for (std::size_t better = 0; better < ranked.size(); ++better) {
        for (std::size_t worse = better + 1; worse < ranked.size(); ++worse) {
            pairs.push_back({ranked[better], ranked[worse], &vote});
        }
    }
    for (const CandidateRecord& other : item.candidates) {
        if (std::find(ranked.begin(), ranked.end(), &other) == ranked.end()) {
            pairs.push_back({winner, &other, &vote});
        }
    }
    return pairs;
}

std::vector<PreferencePair> tiePairs(const ItemRecord& item, const VoteRecord& vote, TieRule ties, ExportLedger& ledger) {
    if (ties == TieRule::LeaveOut) {
        ledger.leaveOut(item.number, "vote.tie", "The vote is a tie; ties are left out of this export.");
        return {};
    }
    std::vector<PreferencePair> pairs;
    for (const CandidateRecord& chosen : item.candidates) {
        for (const CandidateRecord& rejected : item.candidates) {
            if (&chosen != &rejected) {
                pairs.push_back({&chosen, &rejected, &vote});
            }
        }
    }
    return pairs;
}

bool sameTurn(const Turn& first, const Turn& second) {
    return first.role == second.role && trimmed(first.content) == trimmed(second.content);
}

bool sameMedium(const MediaRecord& first, const MediaRecord& second) {
    return first.sha256 == second.sha256 && first.as == second.as;
}

} // namespace

std::vector<PreferencePair> pairsOf(const ItemRecord& item, const VoteRecord& vote, TieRule ties, ExportLedger& ledger) {
    switch (vote.decision) {
    case Decision::Winner:
        return winnerPairs(item, vote, ledger);
    case Decision::Tie:
        return tiePairs(item, vote, ties, ledger);
    case Decision::AllBad:
        ledger.leaveOut(item.number, "vote.all_bad", "All answers were judged bad, so none is preferred.");
        return {};
    case Decision::Skip:
        ledger.leaveOut(item.number, "vote.skipped", "The item was skipped.");
        return {};
    }
    return {};
}

bool looksIdentical(const CandidateRecord& first, const CandidateRecord& second) {
    return std::equal(first.turns.begin(), first.turns.end(), second.turns.begin(), second.turns.end(), sameTurn) &&
           std::equal(first.media.begin(), first.media.end(), second.media.begin(), second.media.end(), sameMedium);
}

std::vector<std::string> pairRules(TieRule ties) {
    std::vector<std::string> rules;
    rules.emplace_back("A vote for a winner gives one pair of the winner with each other answer.");
    rules.emplace_back(
        "A ranking gives a pair of each ranked answer with every answer ranked below it; the winner is also paired with "
        "each answer that was not ranked.");
    rules.emplace_back(ties == TieRule::LeaveOut ? "Ties are left out (`vote.tie`)."
                                                 : "A tie gives every pair of its answers in both directions.");
    rules.emplace_back("Votes that all answers are bad (`vote.all_bad`), skipped items (`vote.skipped`) and items without a vote "
                       "(`item.no_vote`) are left out.");
    rules.emplace_back("A pair whose sides are the same after trimming white space is left out (`pair.identical`).");
    rules.emplace_back(
        "A pair whose media are missing (`media.not_found`) or were changed since they were added (`media.changed`) is "
        "left out.");
    return rules;
}

} // namespace trutina::storage
