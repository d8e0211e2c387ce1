// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"
#include "engine/model/pace.h"
#include "engine/model/reward_network.h"
#include "engine/runtime/batch_worker.h"
#include "engine/scoring/request_planner.h"
#include "engine/tokenizer/tokenizer.h"

#include <memory>
#include <span>
#include <vector>

namespace trutina::engine {

class BatchItem;

/// The model as the worker of a BatchScheduler: requests become sequences on helper threads, and the sequences of a pack go
/// through the decoder together. Kept prefixes are neither used nor made, so that a score does not depend on what was scored
/// before. Everything is referred to and must outlive it.
class BatchScoring final : public BatchWorker {
  public:
    struct Parts {
        RewardNetwork& network;
        const ModelConfig& config;
        const Tokenizer& tokenizer;
        const RequestPlanner& planner;
        int threads;
    };

    explicit BatchScoring(const Parts& parts) : m_parts(parts) {}

    [[nodiscard]] std::unique_ptr<PreparedRequest> prepare(const ScoreRequest& request, std::stop_token stop) override;
    [[nodiscard]] std::vector<RequestOutcome> score(std::span<PreparedRequest* const> pack, std::stop_token stop,
                                                    const ProgressSink& progress) override;

  private:
    void compute(const std::vector<BatchItem*>& items, Pace& pace);

    Parts m_parts;
};

} // namespace trutina::engine
