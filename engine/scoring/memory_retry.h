// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"
#include "engine/api/memory.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace trutina::engine {

/// The next plan, in the order in which the planner reduces: half as many candidates at once, then half as many rows. Nothing
/// where both are as few as they can be. `candidates`: that the request has.
[[nodiscard]] inline std::optional<MemoryPlan> smallerPlan(MemoryPlan plan, int candidates) {
    constexpr int kFewestRows = 64;
    const int together = plan.parallelCandidates == 0 ? candidates : std::min(plan.parallelCandidates, candidates);
    if (together > 1) {
        plan.parallelCandidates = (together + 1) / 2;
    } else if (plan.rowsAtOnce > kFewestRows) {
        plan.rowsAtOnce = std::max(kFewestRows, plan.rowsAtOnce / 2);
    } else {
        return std::nullopt;
    }
    plan.summary = std::to_string(plan.parallelCandidates == 0 ? candidates : plan.parallelCandidates) + " candidates and " +
                   std::to_string(plan.rowsAtOnce) + " rows at once";
    return plan;
}

/// A plan is a prediction: other programs take memory of a GPU at any time, and its allocator leaves gaps. What to do when a plan
/// did not hold.
struct MemoryRetry {
    std::function<std::optional<MemoryPlan>(const MemoryPlan&)> smaller; ///< the next plan that needs less; nothing at the end
    std::function<void()> release;                                       ///< gives unused memory back before the next attempt
};

/// Whether an error says that memory ran out.
[[nodiscard]] inline bool isExhausted(const Error& error) {
    return error.code == "memory.exhausted";
}

/// Runs `attempt(plan)`, and again with smaller plans as long as it throws Failure "memory.exhausted". Everything else passes
/// through. After the last plan the failure says what was tried. Torch-free.
template <typename Attempt>
auto withSmallerPlans(MemoryPlan plan, const MemoryRetry& retry, Attempt&& attempt) {
    std::string tried;
    for (;;) {
        Error error;
        try {
            return attempt(std::as_const(plan));
        } catch (const Failure& failure) {
            if (!isExhausted(failure.error())) {
                throw;
            }
            error = failure.error();
        }
        // Outside of the handler: everything that the attempt held has been freed here.
        retry.release();
        tried += (tried.empty() ? "" : "; ") + (plan.summary.empty() ? std::string("the first plan") : plan.summary);
        auto next = retry.smaller(plan);
        if (!next) {
            error.detail = "Tried: " + tried + ". " + error.detail;
            throw Failure(std::move(error));
        }
        plan = std::move(*next);
    }
}

} // namespace trutina::engine
