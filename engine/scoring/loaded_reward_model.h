// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine.h"
#include "engine/model/reward_network.h"
#include "engine/scoring/request_planner.h"
#include "engine/scoring/text_encoder.h"

#include <memory>

namespace trutina::engine {

/// A reward model on the CPU behind the torch-free interface. Weights are constant; `score` is called by one thread at a time,
/// `sequence` and the text encoder from any.
class LoadedRewardModel final : public RewardModel {
  public:
    struct Parts {
        ModelInfo info;
        ModelConfig config;
        std::shared_ptr<const Tokenizer> tokenizer;
        std::unique_ptr<RewardNetwork> network;
        RequestPlanner planner;
        int threads = 1;
    };

    explicit LoadedRewardModel(Parts parts);

    [[nodiscard]] const ModelInfo& info() const override { return m_parts.info; }
    [[nodiscard]] const TextEncoder& textEncoder() const override { return m_textEncoder; }
    [[nodiscard]] ScoreResult score(const ScoreRequest& request, std::stop_token stop, const ProgressSink& progress) override;
    void scoreAll(const RequestSource& source, const OutcomeSink& sink, const BatchOptions& options, std::stop_token stop,
                  const ProgressSink& progress) override;
    [[nodiscard]] ProbeResult probe(const ProbeRequest& request, std::stop_token stop, const ProgressSink& progress) override;
    [[nodiscard]] const MemoryPlan& plan() const override { return m_parts.planner.loaded(); }
    [[nodiscard]] CacheUse prefixCache() const override { return {}; }
    void setPrefixCacheBudget(std::int64_t) override {}
    [[nodiscard]] TokenSequence sequence(const ScoreRequest& request) const override;

  private:
    [[nodiscard]] ScoreResult compute(const ScoreRequest& request, Pace& pace);

    Parts m_parts;
    SentencePieceEncoder m_textEncoder;
};

} // namespace trutina::engine
