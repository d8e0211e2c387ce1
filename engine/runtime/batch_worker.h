// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/batch.h"
#include "engine/api/progress.h"

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace trutina::engine {

/// A request as it waits for the model: its media are decoded and its size is known.
class PreparedRequest {
  public:
    virtual ~PreparedRequest() = default;
    [[nodiscard]] virtual std::int64_t rows() const = 0;  ///< that it brings into the decoder
    [[nodiscard]] virtual std::int64_t bytes() const = 0; ///< of its decoded media
};

/// What a BatchScheduler has its work done by: the model, or a fake.
class BatchWorker {
  public:
    virtual ~BatchWorker() = default;
    /// Called on several helper threads at once, in any order. Throws Failure, or Cancelled.
    [[nodiscard]] virtual std::unique_ptr<PreparedRequest> prepare(const ScoreRequest& request, std::stop_token stop) = 0;
    /// Scores a pack; one outcome for each, in order. Called on the thread that runs the scheduler. When it throws Failure for
    /// several, each of them is tried again alone, so that the requests must still be whole. Throws Cancelled.
    /// `progress` gets the fraction of this pack.
    [[nodiscard]] virtual std::vector<RequestOutcome> score(std::span<PreparedRequest* const> pack, std::stop_token stop,
                                                            const ProgressSink& progress) = 0;
};

} // namespace trutina::engine
