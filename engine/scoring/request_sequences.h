// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/scoring.h"
#include "engine/scoring/scoring_plan.h"
#include "engine/scoring/sequence.h"
#include "engine/scoring/sequence_scorer.h"
#include "engine/tokenizer/tokenizer.h"

#include <functional>
#include <vector>

namespace trutina::engine {

/// What the candidates of a request are as sequences, and how they run together.
struct RequestSequences {
    std::vector<Sequence> sequences; ///< one per candidate, or that of the whole conversation
    ScoringPlan plan;
    std::int64_t promptTokens = 0;    ///< as ScoreResult::promptTokens
    bool isWholeConversation = false; ///< without candidates
};

/// Chat template, media and truncation for each candidate, and the plan. `baseOf` gives the rotary base for a length. Throws what
/// checkRequest, assembleSequence and `place` throw.
[[nodiscard]] RequestSequences assembleRequest(const Tokenizer& tokenizer, const ScoreRequest& request, const MediaPlacer& place,
                                               const std::function<double(std::int64_t length)>& baseOf);

/// What runs together. The groups refer to the sequences of `request`.
[[nodiscard]] std::vector<ScoringGroup> groupsOf(const RequestSequences& request, bool positions);
/// Rows of the decoder that a group fills.
[[nodiscard]] std::int64_t rowsOf(const ScoringGroup& group);

/// The result of a request from the scores that were read in each of its sequences, the last one being the score of the sequence;
/// statistics are left to the caller. Sequences that the plan does not run may have none. Throws Failure "model.not_finite".
[[nodiscard]] ScoreResult resultOf(const RequestSequences& request, const std::vector<std::vector<float>>& reads, bool positions);

} // namespace trutina::engine
