// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trutina::storage {

enum class Decision { Winner, Tie, AllBad, Skip };

/// What a vote is: an annotator's own judgement, or the one that settles what annotators disagree about.
enum class VoteKind { Vote, Adjudication };

/// What becomes of the vote that settled a disagreement, and of those that it settled.
enum class AdjudicationRule {
    Decides, ///< where an item was settled, that vote alone counts; elsewhere all do
    Ignored, ///< only the annotators' own votes count
    Required ///< only what was settled counts
};

/// How much better the winner is.
enum class Strength { Slightly, Normal, Much };

/// A vote as the user gave it. Every field is kept.
struct NewVote {
    ItemId item;
    CriterionId criterion; ///< none: the project's overall criterion
    Decision decision = Decision::Winner;
    CandidateId winner; ///< valid exactly when decision is Winner
    Strength strength = Strength::Normal;
    std::vector<CandidateId> ranking; ///< best first; empty unless the user ranked
    std::string reason;               ///< of a skip: "unclear", "broken", "private", … or the user's words
    std::string note;
    ShownOrderId shownOrder; ///< the order that was on screen
    bool sawScoresBefore = false;
    std::int64_t timeSpentMilliseconds = 0;
    VoteKind kind = VoteKind::Vote; ///< an item has at most one current adjudication per criterion, whoever gave it
    bool operator==(const NewVote&) const = default;
};

/// A judgement that came with a data set. Answers are named by their place, from 0.
struct ImportedVote {
    std::string annotator; ///< who judged; made when unknown
    Decision decision = Decision::Winner;
    int winner = -1; ///< a place exactly when the decision is Winner
    Strength strength = Strength::Normal;
    std::vector<int> ranking; ///< places, best first; empty unless answers were ranked
    std::string reason;
    std::string note;
    std::int64_t timeSpentMilliseconds = 0;
    std::int64_t votedAtMilliseconds = 0; ///< since 1970-01-01 UTC; 0: when it is added
    VoteKind kind = VoteKind::Vote;
    bool byJudge = false; ///< the annotator is a program and is remembered as a judge
    bool operator==(const ImportedVote&) const = default;
};

/// What answers are judged by.
struct CriterionRecord {
    CriterionId id;
    std::string name; ///< "overall" is in every project
};

struct VoteRecord : NewVote {
    VoteId id;
    AnnotatorId annotator;
    std::string annotatorName;              ///< as shown to people and written to exports
    std::int64_t createdAtMilliseconds = 0; ///< since 1970-01-01 UTC
    bool operator==(const VoteRecord&) const = default;
};

/// The order in which the candidates of an item were shown, first pane first.
struct ShownOrder {
    ShownOrderId id;
    ItemId item;
    AnnotatorId annotator;
    std::vector<CandidateId> candidates;
    std::int64_t createdAtMilliseconds = 0;
};

} // namespace trutina::storage
