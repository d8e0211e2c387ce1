// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/batch.h"
#include "engine/runtime/batch_worker.h"
#include "engine/scoring/media_shelf.h"
#include "engine/scoring/request_sequences.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace trutina::engine {

/// One request of a batch: made on a helper thread, scored on another, never used by two at once. It stays whole while it is
/// scored, so that it can be scored again.
class BatchItem final : public PreparedRequest {
  public:
    /// Decodes the media and lays out the sequences. Throws Failure, or Cancelled.
    BatchItem(const ScoreRequest& request, const ModelConfig& config, const Tokenizer& tokenizer, std::stop_token stop);

    [[nodiscard]] std::int64_t rows() const override;
    [[nodiscard]] std::int64_t bytes() const override { return m_shelf.bytes(); }
    [[nodiscard]] int largestMedium() const { return m_shelf.largest(); } ///< tiles, global view included
    [[nodiscard]] int imageTokens() const { return m_shelf.tokens(); }
    [[nodiscard]] double imageCost(const ModelCost& cost) const { return m_shelf.cost(cost); }

    /// Encodes the media unless that is done, and adds their embeddings to those of the pack, to which the sequences refer from
    /// now on. A Failure is kept: the request is then out of the pack.
    void encode(ImageEncoder& encoder, std::vector<at::Tensor>& packMedia, Pace& pace);
    [[nodiscard]] bool hasFailed() const { return m_error.has_value(); }

    /// Read from where ScoringGroup::readFrom says.
    [[nodiscard]] const std::vector<ScoringGroup>& groups() const { return m_groups; }
    /// What was read in sequence `index` of group `group`.
    void keepReads(std::size_t group, std::size_t index, std::vector<float> reads);
    [[nodiscard]] RunStatistics& statistics() { return m_statistics; }
    /// Result or error, once the reads of every sequence were kept.
    [[nodiscard]] RequestOutcome outcome() const;

  private:
    void referFrom(std::int32_t firstSlot);

    Pace m_pace; ///< of the preparation
    MediaShelf m_shelf;
    bool m_wantsPositions;
    RequestSequences m_sequences;
    std::vector<ScoringGroup> m_groups;

    std::optional<std::vector<at::Tensor>> m_media; ///< embeddings, once encoded
    std::int32_t m_firstSlot = 0;                   ///< of this request's media among those of the pack
    std::optional<Error> m_error;
    std::vector<std::vector<float>> m_reads; ///< by sequence
    RunStatistics m_statistics;
};

} // namespace trutina::engine
