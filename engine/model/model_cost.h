// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"

#include <cstdint>
#include <vector>

namespace trutina::engine {

/// Floating-point operations by formula: matrix products and attention, one multiplication and one addition each counted.
/// Norms, rotary angles and softmax are below one part in a hundred and left out. Source: performance.md 3.1.
class ModelCost {
  public:
    ModelCost(const ModelConfig& config, const TensorSizes& sizes) : m_config(config), m_sizes(sizes) {}

    [[nodiscard]] double visionEmbedding(std::int64_t tiles) const;
    [[nodiscard]] double visionLayer(std::int64_t tiles) const;
    [[nodiscard]] double projector(std::int64_t tokens) const;
    /// Projector included.
    [[nodiscard]] double image(std::int64_t tiles, std::int64_t tokens) const;

    /// Rows that go through one decoder layer. `keys` sums, over the rows whose output is computed, the keys each of them sees.
    struct Rows {
        std::int64_t all = 0;         ///< rows whose keys and values are computed
        std::int64_t allImage = 0;    ///< of these at image positions
        std::int64_t active = 0;      ///< rows whose output is computed
        std::int64_t activeImage = 0; ///< of these at image positions
        double keys = 0;
    };
    [[nodiscard]] double decoderLayer(const Rows& rows) const;

  private:
    ModelConfig m_config;
    TensorSizes m_sizes;
};

/// Keys seen by the rows of a sequence stretch that starts at `first` (0-based) and is `count` long, each seeing itself and all
/// before.
[[nodiscard]] inline double causalKeys(std::int64_t first, std::int64_t count) {
    const auto f = static_cast<double>(first);
    const auto n = static_cast<double>(count);
    return n * f + n * (n + 1) / 2;
}

} // namespace trutina::engine
