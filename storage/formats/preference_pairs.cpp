// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/preference_pairs.h"

#include "storage/formats/utf8.h"
#include "storage/formats/vote_words.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace trutina::storage {
namespace {

const CandidateRecord* find(const ItemRecord& item, CandidateId id) {
    const auto found = std::find_if(item.candidates.begin(), item.candidates.end(),
                                    [id](const CandidateRecord& candidate) { return candidate.id == id; });
    return found == item.candidates.end() ? nullptr : &*found;
}

void append(std::vector<PreferencePair>& pairs, std::vector<PreferencePair>&& more) {
    if (pairs.empty()) {
        pairs = std::move(more);
    } else {
        pairs.insert(pairs.end(), more.begin(), more.end());
    }
}

double weightOf(Strength strength) {
    return strength == Strength::Slightly ? 0.5 : strength == Strength::Much ? 2.0 : 1.0;
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
            pairs.push_back(
                {ranked[better], ranked[worse], &vote, weightOf(vote.strength) * static_cast<double>(worse - better)});
        }
    }
    for (const CandidateRecord& other : item.candidates) {
        if (std::find(ranked.begin(), ranked.end(), &other) == ranked.end()) {
            pairs.push_back({winner, &other, &vote, weightOf(vote.strength)});
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
                pairs.push_back({&chosen, &rejected, &vote, 0});
            }
        }
    }
    return pairs;
}

/// What one vote says; when it says nothing, the ledger gets the reason.
std::vector<PreferencePair> pairsOfVote(const ItemRecord& item, const VoteRecord& vote, TieRule ties, ExportLedger& ledger) {
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

/// Whether a vote counts where others on the item settled it, or were settled by it.
bool countsBesideOthers(const ExportItem& source, const VoteRecord& vote, const PairRules& rules) {
    if (rules.adjudication == AdjudicationRule::Ignored) {
        return vote.kind == VoteKind::Vote;
    }
    const bool isSettled = std::any_of(source.votes.begin(), source.votes.end(), [&vote](const VoteRecord& other) {
        return other.kind == VoteKind::Adjudication && other.criterion == vote.criterion;
    });
    return vote.kind == VoteKind::Adjudication || (!isSettled && rules.adjudication == AdjudicationRule::Decides);
}

/// Keeps the pairs that enough of those who judged them agree on, each once.
std::vector<PreferencePair> agreed(const ItemRecord& item, const std::vector<PreferencePair>& pairs, double agreement,
                                   ExportLedger& ledger) {
    const auto support = [&pairs](const CandidateRecord* chosen, const CandidateRecord* rejected) {
        return std::count_if(pairs.begin(), pairs.end(),
                             [&](const PreferencePair& pair) { return pair.chosen == chosen && pair.rejected == rejected; });
    };
    std::vector<PreferencePair> kept;
    for (const PreferencePair& pair : pairs) {
        const auto isSame = [&pair](const PreferencePair& other) {
            return (other.chosen == pair.chosen && other.rejected == pair.rejected) ||
                   (other.chosen == pair.rejected && other.rejected == pair.chosen);
        };
        if (&pair != &*std::find_if(pairs.begin(), pairs.end(), isSame)) {
            continue; // it was looked at when it came first
        }
        const auto with = support(pair.chosen, pair.rejected);
        const auto against = support(pair.rejected, pair.chosen);
        const double share = static_cast<double>(std::max(with, against)) / static_cast<double>(with + against);
        if (with == against || share < agreement) {
            ledger.leaveOut(item.number, "pair.disagreement", "Too few of those who judged the pair agree on it.");
            continue;
        }
        kept.push_back(with > against ? pair : *std::find_if(pairs.begin(), pairs.end(), [&pair](const PreferencePair& other) {
            return other.chosen == pair.rejected && other.rejected == pair.chosen;
        }));
    }
    return kept;
}

/// An edited copy is named after its original: "edited", or "NAME, edited".
std::vector<PreferencePair> correctedPairs(const ItemRecord& item) {
    constexpr std::string_view kEdited = "edited";
    constexpr std::string_view kEnding = ", edited";
    std::vector<PreferencePair> pairs;
    for (const CandidateRecord& copy : item.candidates) {
        if (copy.name != kEdited && !copy.name.ends_with(kEnding)) {
            continue;
        }
        const std::string original = copy.name == kEdited ? "" : copy.name.substr(0, copy.name.size() - kEnding.size());
        for (const CandidateRecord& other : item.candidates) {
            if (&other != &copy && other.name == original) {
                pairs.push_back({&copy, &other, nullptr, 1});
            }
        }
    }
    return pairs;
}

/// Pairs whose scores, made alike, lie far enough apart.
std::vector<PreferencePair> scorePairs(const ExportItem& source, double margin, ExportLedger& ledger) {
    std::vector<PreferencePair> pairs;
    const MeasurementSetting* setting = nullptr;
    const auto scoreOf = [&](const CandidateRecord& candidate) -> std::optional<double> {
        const MeasurementRecord* score = latestScore(source.measurements, candidate.id, setting);
        if (score == nullptr || score->values.empty()) {
            return std::nullopt;
        }
        setting = &score->setting; // the others must be made like the first
        return score->values.front();
    };
    std::vector<std::optional<double>> scores;
    for (const CandidateRecord& candidate : source.item.candidates) {
        scores.push_back(scoreOf(candidate));
    }
    for (std::size_t better = 0; better < scores.size(); ++better) {
        for (std::size_t worse = 0; worse < scores.size(); ++worse) {
            if (scores[better] && scores[worse] && *scores[better] - *scores[worse] >= margin) {
                pairs.push_back(
                    {&source.item.candidates[better], &source.item.candidates[worse], nullptr, *scores[better] - *scores[worse]});
            }
        }
    }
    if (pairs.empty()) {
        ledger.leaveOut(source.item.number, "item.no_margin",
                        "No two scores of the item that were made alike lie far enough apart.");
    }
    return pairs;
}

/// The margin that came with an item of two answers.
std::optional<double> importedMargin(const ItemRecord& item) {
    const auto meta = nlohmann::json::parse(item.meta, nullptr, false);
    if (item.candidates.size() != 2 || !meta.is_object()) {
        return std::nullopt;
    }
    const auto margin = meta.find("margin");
    return margin == meta.end() || !margin->is_number() ? std::nullopt : std::optional(margin->get<double>());
}

bool sameTurn(const Turn& first, const Turn& second) {
    return first.role == second.role && trimmed(first.content) == trimmed(second.content);
}

bool sameMedium(const MediaRecord& first, const MediaRecord& second) {
    return first.sha256 == second.sha256 && first.as == second.as;
}

} // namespace

bool counts(const ExportItem& source, const VoteRecord& vote, const PairRules& rules, ExportLedger& ledger) {
    const auto leaveOut = [&](const char* code, const char* message) {
        ledger.leaveOut(source.item.number, code, message);
        return false;
    };
    const bool settles = vote.kind == VoteKind::Adjudication;
    if (!countsBesideOthers(source, vote, rules)) {
        return settles ? leaveOut("vote.adjudication", "What settled the item does not count in this export.")
               : rules.adjudication == AdjudicationRule::Decides
                   ? leaveOut("vote.settled", "The item was settled, so that this vote does not count.")
                   : leaveOut("vote.not_settled", "Only what settled a disagreement counts in this export.");
    }
    if (settles) {
        return true; // it is nobody's quick opinion: rules about annotators, strength and time are about those
    }
    const auto& wanted = rules.annotators;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), vote.annotatorName) == wanted.end()) {
        return leaveOut("vote.annotator", "The judgement is of an annotator who does not count in this export.");
    }
    if (vote.decision == Decision::Winner && weightOf(vote.strength) < weightOf(rules.weakest)) {
        return leaveOut("vote.weak", "The judgement is weaker than those that count in this export.");
    }
    if (vote.timeSpentMilliseconds < rules.leastMilliseconds) {
        return leaveOut("vote.hasty", "The judgement took less time than those that count in this export.");
    }
    if (rules.mostMilliseconds > 0 && vote.timeSpentMilliseconds > rules.mostMilliseconds) {
        return leaveOut("vote.slow", "The judgement took longer than those that count in this export.");
    }
    return true;
}

std::vector<PreferencePair> pairsOf(const ExportItem& source, const ExportOptions& options, ExportLedger& ledger) {
    const ItemRecord& item = source.item;
    const PairRules& rules = options.rules;
    if (rules.scoreMargin > 0) {
        return scorePairs(source, rules.scoreMargin, ledger);
    }
    std::vector<PreferencePair> pairs = rules.correctedAsChosen ? correctedPairs(item) : std::vector<PreferencePair>();
    if (source.votes.empty() && pairs.empty()) {
        ledger.leaveOut(item.number, "item.no_vote", "Nobody has voted on the item.");
        return {};
    }
    std::vector<PreferencePair> judged;
    for (const VoteRecord& vote : source.votes) {
        if (counts(source, vote, rules, ledger)) {
            append(judged, pairsOfVote(item, vote, options.ties, ledger));
        }
    }
    if (rules.agreement > 0) {
        judged = agreed(item, judged, rules.agreement, ledger);
    }
    append(pairs, std::move(judged));
    if (rules.margin == MarginRule::Strength) {
        if (const auto margin = importedMargin(item)) {
            for (PreferencePair& pair : pairs) {
                pair.margin = *margin;
            }
        }
    }
    return pairs;
}

bool looksIdentical(const CandidateRecord& first, const CandidateRecord& second) {
    return std::equal(first.turns.begin(), first.turns.end(), second.turns.begin(), second.turns.end(), sameTurn) &&
           std::equal(first.media.begin(), first.media.end(), second.media.begin(), second.media.end(), sameMedium);
}

std::vector<std::string> pairRules(const ExportOptions& options) {
    const PairRules& rules = options.rules;
    const auto number = [](double value) { return nlohmann::json(value).dump(); };
    std::vector<std::string> words;
    if (rules.scoreMargin > 0) {
        words.push_back("Pairs come from the latest scores, made alike, that lie at least " + number(rules.scoreMargin) +
                        " apart; votes do not count. Items without such a pair are left out (`item.no_margin`).");
    } else {
        words.emplace_back("A vote for a winner gives one pair of the winner with each other answer.");
        words.emplace_back(
            "A ranking gives a pair of each ranked answer with every answer ranked below it; the winner is also paired with "
            "each answer that was not ranked.");
        words.emplace_back(options.ties == TieRule::LeaveOut ? "Ties are left out (`vote.tie`)."
                                                             : "A tie gives every pair of its answers in both directions.");
        words.emplace_back(
            "Votes that all answers are bad (`vote.all_bad`), skipped items (`vote.skipped`) and items without a vote "
            "(`item.no_vote`) are left out.");
    }
    if (rules.scoreMargin <= 0) {
        words.emplace_back(rules.adjudication == AdjudicationRule::Decides
                               ? "Where a disagreement was settled, the vote that settled it counts alone (`vote.settled`)."
                           : rules.adjudication == AdjudicationRule::Ignored
                               ? "Votes that settled a disagreement do not count (`vote.adjudication`)."
                               : "Only votes that settled a disagreement count (`vote.not_settled`, `vote.settled`).");
    }
    if (!rules.annotators.empty()) {
        std::string names;
        for (const std::string& name : rules.annotators) {
            names += (names.empty() ? "" : ", ") + name;
        }
        words.push_back("Only these annotators count: " + names + " (`vote.annotator`).");
    }
    if (rules.agreement > 0) {
        words.push_back("A pair needs a majority, and a share of at least " + number(rules.agreement) +
                        " of those who judged it (`pair.disagreement`).");
    }
    if (rules.weakest != Strength::Slightly) {
        words.push_back("Only votes of the strength " + wordOf(rules.weakest) + " or more count (`vote.weak`).");
    }
    if (rules.leastMilliseconds > 0) {
        words.push_back("Votes that took less than " + number(static_cast<double>(rules.leastMilliseconds) / 1000) +
                        " seconds do not count (`vote.hasty`).");
    }
    if (rules.mostMilliseconds > 0) {
        words.push_back("Votes that took more than " + number(static_cast<double>(rules.mostMilliseconds) / 1000) +
                        " seconds do not count (`vote.slow`).");
    }
    if (rules.correctedAsChosen) {
        words.emplace_back("An edited copy of an answer is better than the answer it was made from.");
    }
    if (rules.margin == MarginRule::Strength) {
        words.emplace_back("The margin is the one that came with the item; otherwise 0.5, 1 or 2 for slightly, normal and much, "
                           "times the places apart in a ranking; 0 for a tie.");
    }
    if (rules.validationShare + rules.testShare > 0) {
        words.push_back("Splits by a hash of the prompt and its media, so that no prompt is in two of them: validation " +
                        number(rules.validationShare) + ", test " + number(rules.testShare) + ", the rest train.");
    }
    words.emplace_back("A pair whose sides are the same after trimming white space is left out (`pair.identical`).");
    words.emplace_back(
        "A pair whose media are missing (`media.not_found`) or were changed since they were added (`media.changed`) is "
        "left out.");
    return words;
}

} // namespace trutina::storage
