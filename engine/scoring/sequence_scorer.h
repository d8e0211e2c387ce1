// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/reward_network.h"
#include "engine/scoring/sequence.h"

#include <span>
#include <vector>

namespace trutina::engine {

/// Sequences that begin alike: their first `shared` codes are the same and are computed once, or not at all as far as their keys
/// and values were kept. A tree for the decoder.
struct ScoringGroup {
    std::vector<const Sequence*> sequences;
    std::int64_t trunk = 0;     ///< shared codes, smaller than every sequence; 0: nothing is shared
    std::int64_t readFrom = -1; ///< at least `trunk`: also read the score at each position from here on; -1: at the last one only
    double rotaryBase = 0;
    std::span<const at::Tensor> media; ///< embeddings by slot; may be undefined for what lies within `prefix`
    KeptPrefix prefix;                 ///< kept keys and values of the first codes, no more than are shared
    bool keepTrunk = false;            ///< return keys and values of what is shared and not in `prefix`
    bool keepBranches = false;         ///< and of each sequence's own part
    bool strict = false;               ///< see PackedRows
};

/// Runs groups of sequences and reads scores. Threads: one thread at a time.
class SequenceScorer {
  public:
    explicit SequenceScorer(RewardNetwork& network) : m_network(network) {}

    struct GroupScores {
        /// For each sequence its scores in order; the last one is the score of the sequence.
        std::vector<std::vector<float>> scores;
        Decoder::KeptTree kept;
    };
    /// One for each group, in order. All go through the decoder together, strict ones by themselves.
    [[nodiscard]] std::vector<GroupScores> run(std::span<const ScoringGroup> groups, Pace& pace);
    [[nodiscard]] const Decoder::Times& times() const { return m_times; } ///< of the last run
    [[nodiscard]] double cost(std::span<const ScoringGroup> groups) const;
    /// The rows of the groups, with their embeddings.
    [[nodiscard]] PackedRows pack(std::span<const ScoringGroup> groups) const;

  private:
    [[nodiscard]] std::vector<GroupScores> runTogether(std::span<const ScoringGroup> groups, Pace& pace);
    /// On a GPU, whose memory may run out whatever was planned: with smaller limits until it holds.
    [[nodiscard]] std::vector<GroupScores> runOnDevice(std::span<const ScoringGroup> groups, Pace& pace);
    void embed(const Sequence& sequence, std::int64_t begin, std::span<const at::Tensor> media, const at::Tensor& rows) const;

    RewardNetwork& m_network;
    Decoder::Times m_times;
};

/// Rows that the decoder computes for a group.
[[nodiscard]] std::int64_t computedRows(const ScoringGroup& group);

} // namespace trutina::engine
