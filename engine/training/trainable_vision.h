// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/training/adamw.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <string>

namespace trutina::engine {

/// Vision tower, 2x2 merge and projector as a differentiable function of their weights. The scoring path
/// (engine/model/image_encoder.h) works in place and is not differentiable; a test holds the two together.
class TrainableVision {
  public:
    /// `weights` by checkpoint name, float32; they must outlive this.
    TrainableVision(const ModelConfig& config, const TensorSizes& sizes, const AdamW::Parameters& weights)
        : m_config(config), m_sizes(sizes), m_weights(weights) {}

    /// [views, 3, tileSize, tileSize], normalised -> [views, merged grid^2, hidden], as they stand in a sequence, without row
    /// ends.
    [[nodiscard]] at::Tensor tokens(const at::Tensor& pixels) const;

  private:
    [[nodiscard]] const at::Tensor& weight(const std::string& name) const { return m_weights.at(name); }
    [[nodiscard]] at::Tensor normalised(const at::Tensor& rows, const std::string& name) const;
    [[nodiscard]] at::Tensor block(std::int64_t layer, const at::Tensor& rows) const;

    ModelConfig m_config;
    TensorSizes m_sizes;
    const AdamW::Parameters& m_weights;
};

} // namespace trutina::engine
