// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"

#include <cstdint>

namespace trutina::engine {

/// Bytes that a model needs, by formula. Torch-free.
class MemoryFormula {
  public:
    /// `storedBytes`: bytes per element in the file, `computeBytes`: while computing; `streamed`: one layer at a time is widened.
    MemoryFormula(const ModelConfig& config, const TensorSizes& sizes, std::int64_t weightBytes, int storedBytes,
                  int computeBytes, bool streamed)
        : m_config(config),
          m_sizes(sizes),
          m_weightBytes(weightBytes),
          m_storedBytes(storedBytes),
          m_computeBytes(computeBytes),
          m_streamed(streamed) {}

    [[nodiscard]] std::int64_t weights() const; ///< map or copies, and the widened layer
    [[nodiscard]] std::int64_t scoring(std::int64_t rows, std::int64_t visionTiles) const; ///< on top of the weights
    /// Throws Failure "memory.exhausted" when `scoring` needs more than is free.
    void requireFor(std::int64_t rows, std::int64_t visionTiles) const;
    [[nodiscard]] std::int64_t
    anonymous() const; ///< the part of `weights` that is no file map and cannot be dropped under pressure

  private:
    ModelConfig m_config;
    TensorSizes m_sizes;
    std::int64_t m_weightBytes;
    int m_storedBytes;
    int m_computeBytes;
    bool m_streamed;
};

/// RAM that could be used now (MemAvailable, and no more than the control group allows); 0 when unknown.
[[nodiscard]] std::int64_t availableMemoryBytes();

/// The most memory that this process has held so far (VmHWM); 0 when unknown.
[[nodiscard]] std::int64_t peakMemoryBytes();

} // namespace trutina::engine
