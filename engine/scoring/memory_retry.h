// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"
#include "engine/api/memory.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace trutina::engine {

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
