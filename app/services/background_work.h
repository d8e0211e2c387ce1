// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/courier.h"
#include "app/services/error_translation.h"
#include "engine/runtime/job_queue.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

namespace trutina::services {

/// A piece of work that computes a T on a worker thread and hands it over on the courier's thread: copy in, compute, apply.
template <typename T>
struct BackgroundWork {
    engine::JobPriority priority = engine::JobPriority::Normal;
    std::function<T(const std::stop_token&, const engine::ProgressSink&)> compute; ///< worker thread; may throw
    std::function<void(const engine::ShownProgress&)> onProgress;                  ///< courier's thread; may be empty
    std::function<void(const contracts::Outcome<T>&)> onOutcome;                   ///< courier's thread, once
};

/// Both must outlive the work, or be closed and shut down before they go.
template <typename T>
engine::JobNumber submitWork(engine::JobQueue& queue, const std::shared_ptr<Courier>& courier, BackgroundWork<T> work) {
    auto outcome = std::make_shared<std::optional<contracts::Outcome<T>>>();
    engine::Job job;
    job.priority = work.priority;
    job.run = [outcome, compute = std::move(work.compute)](const std::stop_token& stop, const engine::ProgressSink& progress) {
        outcome->emplace(outcomeOf<T>([&] { return compute(stop, progress); }));
    };
    if (work.onProgress) {
        job.onProgress = [courier, onProgress = std::move(work.onProgress)](const engine::ShownProgress& shown) {
            courier->post([onProgress, shown] { onProgress(shown); });
        };
    }
    job.onOutcome = [courier, outcome, onOutcome = std::move(work.onOutcome)](const engine::JobOutcome&) {
        // A job that never ran has no outcome of its own: it was cancelled while it waited.
        courier->post([outcome, onOutcome] { onOutcome(outcome->value_or(contracts::Outcome<T>(contracts::Cancelled()))); });
    };
    return queue.submit(std::move(job));
}

} // namespace trutina::services
