// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runtime/memory/memory_planner.h"
#include "engine/scoring/sequence_scorer.h"

#include <cstdint>
#include <span>

namespace trutina::engine {

/// Groups that go through the decoder together. `largestMedium` [tiles], its global view included; `imageTokens` of all media.
[[nodiscard]] RequestShape requestShapeOf(std::span<const ScoringGroup> groups, std::int64_t largestMedium,
                                          std::int64_t imageTokens);

/// The memory plan of a loaded model, made anew for each request with its real shape and what is free at that moment.
/// Threads: one thread at a time.
class RequestPlanner {
  public:
    /// `heldBefore`: private memory of the process (heldPrivateBytes) before the model was loaded.
    RequestPlanner(PlanningInput input, MemoryPlan loaded, std::int64_t memoryLimitBytes, std::int64_t heldBefore);

    /// How the model was loaded.
    [[nodiscard]] const MemoryPlan& loaded() const { return m_loaded; }
    /// Throws Failure "memory.exhausted" where no plan fits. `prefixCacheBytes`: the budget of kept keys and values now; the plan
    /// may say less.
    [[nodiscard]] MemoryPlan plan(const RequestShape& request, std::int64_t prefixCacheBytes) const;

  private:
    PlanningInput m_input;
    MemoryPlan m_loaded;
    std::int64_t m_memoryLimitBytes;
    std::int64_t m_heldBefore;
};

} // namespace trutina::engine
