// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/scoring.h"
#include "engine/checkpoint/model_config.h"
#include "engine/scoring/sequence.h"

#include <functional>
#include <vector>

namespace trutina::engine {

/// Which sequences run together, and what belongs to whom. Torch-free.
struct ScoringPlan {
    struct Group {
        std::vector<std::size_t> sequences; ///< indices of distinct sequences that run together
        std::int64_t trunk = 0;
        double rotaryBase = 0;
    };
    std::vector<Group> groups;
    std::vector<std::size_t> sameAs; ///< per sequence: the one whose scores it takes, itself or an earlier identical one
    std::int64_t sharedTokens = 0;   ///< codes that all sequences share, each keeping at least one of its own
};

/// `baseOf` gives the rotary base for a length. `alone[i]`: the candidate brings media of its own and is a sequence of its own.
/// Shared mode: candidates with one rotary base share the longest common prefix of their sequences; identical ones run once, so
/// that they tie exactly. Independent mode: every sequence is a group.
[[nodiscard]] ScoringPlan planScoring(const std::vector<Sequence>& sequences, const std::vector<bool>& alone,
                                      const ScoreOptions& options, const std::function<double(std::int64_t length)>& baseOf);

} // namespace trutina::engine
