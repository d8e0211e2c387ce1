// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/model/model_cost.h"
#include "engine/model/pace.h"
#include "engine/model/stored_weights.h"

#include <memory>

namespace trutina::engine {

/// CLIP's vision transformer without its last norm (specification 4). Tiles of a picture are one batch. The residual stream and
/// the norms are float32 in every compute type, as under the reference's autocast. Threads: one thread at a time.
class VisionTower {
  public:
    VisionTower(const ModelConfig& config, const TensorSizes& sizes, const std::shared_ptr<const StoredWeights>& weights,
                Residence residence, std::shared_ptr<WideningBuffer> buffer);

    void prepare(Pace& pace);
    /// `pixels` [tiles, 3, tileSize, tileSize], normalised float32 -> [tiles, patches, width] float32, the class token dropped.
    [[nodiscard]] at::Tensor features(const at::Tensor& pixels, Pace& pace);

    /// How many views go through a block together.
    [[nodiscard]] std::int64_t viewsAtOnce() const;
    /// Each block is brought into memory once per call of `features`, whatever the number of views.
    [[nodiscard]] bool isStreamed() const { return m_layers.isStreamed(); }

  private:
    void encodeBlock(std::int64_t layer, at::Tensor rows);

    ModelConfig m_config;
    TensorSizes m_sizes;
    ModelCost m_cost;
    at::Tensor m_class_embedding, m_patch_embedding, m_position_embedding, m_pre_layrnorm_weight, m_pre_layrnorm_bias;
    LayerWeights m_layers;
};

} // namespace trutina::engine
