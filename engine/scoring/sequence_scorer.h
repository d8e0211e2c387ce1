// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/reward_network.h"
#include "engine/scoring/sequence.h"

#include <span>
#include <vector>

namespace trutina::engine {

/// Sequences that go through the decoder together: their first `trunk` codes are the same and are computed once.
struct ScoringGroup {
    std::vector<const Sequence*> sequences;
    std::int64_t trunk = 0;     ///< smaller than every sequence; 0: nothing is shared
    std::int64_t readFrom = -1; ///< at least `trunk`: also read the score at each position from here on; -1: at the last one only
    double rotaryBase = 0;
};

/// Runs groups of sequences and reads scores. Threads: one thread at a time.
class SequenceScorer {
  public:
    explicit SequenceScorer(RewardNetwork& network) : m_network(network) {}

    /// For each sequence its scores in order; the last one is the score of the sequence. `media`: embeddings by slot.
    [[nodiscard]] std::vector<std::vector<float>> run(const ScoringGroup& group, std::span<const at::Tensor> media, Pace& pace);
    [[nodiscard]] double cost(const ScoringGroup& group) const;
    /// The rows of a group, with their embeddings.
    [[nodiscard]] PackedRows pack(const ScoringGroup& group, std::span<const at::Tensor> media) const;

  private:
    [[nodiscard]] static PackedRows shapeOf(const ScoringGroup& group);
    void embed(const Sequence& sequence, std::int64_t begin, std::span<const at::Tensor> media, const at::Tensor& rows) const;

    RewardNetwork& m_network;
};

} // namespace trutina::engine
