// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/scoring_plan.h"

#include <algorithm>

namespace trutina::engine {

namespace {

/// Shared codes, but never a whole sequence: its last position must be its own, because there its score is read.
std::int64_t sharedPart(const std::vector<const Sequence*>& sequences) {
    std::size_t shared = commonPrefix(sequences);
    for (const Sequence* sequence : sequences) {
        shared = std::min(shared, sequence->codes.size() - 1);
    }
    return static_cast<std::int64_t>(shared);
}

} // namespace

ScoringPlan planScoring(const std::vector<Sequence>& sequences, const std::vector<bool>& alone, const ScoreOptions& options,
                        const std::function<double(std::int64_t)>& baseOf) {
    ScoringPlan plan;
    std::vector<const Sequence*> all;
    std::int64_t longest = 0;
    for (const Sequence& sequence : sequences) {
        all.push_back(&sequence);
        longest = std::max(longest, static_cast<std::int64_t>(sequence.codes.size()));
    }
    plan.sharedTokens = sharedPart(all);
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const auto& codes = sequences[i].codes;
        const double base =
            baseOf(options.semantics == ScoringSemantics::Batch ? longest : static_cast<std::int64_t>(codes.size()));
        plan.sameAs.push_back(i);
        if (options.mode == ScoringMode::Independent) {
            plan.groups.push_back({{i}, 0, base});
            continue;
        }
        const auto same = std::find_if(sequences.begin(), sequences.begin() + static_cast<std::ptrdiff_t>(i),
                                       [&](const Sequence& other) { return other.codes == codes; });
        plan.sameAs.back() = static_cast<std::size_t>(same - sequences.begin());
        if (plan.sameAs.back() != i) {
            continue;
        }
        const auto group = std::find_if(plan.groups.begin(), plan.groups.end(), [&](const ScoringPlan::Group& other) {
            return other.rotaryBase == base && !alone[i] && !alone[other.sequences.front()];
        });
        if (group == plan.groups.end()) {
            plan.groups.push_back({{i}, 0, base});
        } else {
            group->sequences.push_back(i);
        }
    }
    for (ScoringPlan::Group& group : plan.groups) {
        if (group.sequences.size() > 1) {
            std::vector<const Sequence*> members;
            for (const std::size_t index : group.sequences) {
                members.push_back(&sequences[index]);
            }
            group.trunk = sharedPart(members);
        }
    }
    return plan;
}

} // namespace trutina::engine
