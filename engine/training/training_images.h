// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/model/image_encoder.h"
#include "engine/training/training_weights.h"

#include <ATen/ATen.h>

#include <map>
#include <memory>
#include <utility>

namespace trutina::engine {

/// Pictures as a trainer needs them: tower and projector are frozen, so that their tokens are computed once and kept; only the
/// rows of the two separator vectors depend on what is trained. Pictures are laid out in the training form (specification 3.3),
/// and the rule that several of them get six tiles does not hold (8.1). Threads: one thread at a time.
class TrainingImages {
  public:
    /// How much of what was encoded a trainer keeps.
    static constexpr std::int64_t kKeptBytes = std::int64_t{1} << 30;

    /// `keepBytes`: how much of what was encoded stays in memory.
    TrainingImages(const ModelConfig& config, const WeightReport& report, std::shared_ptr<const WeightSource> source, int hdNum,
                   std::int64_t keepBytes);

    struct Tokens {
        at::Tensor constant;  ///< [tokens, hidden] float32; the rows of separators hold no meaning
        at::Tensor rowEnds;   ///< [tokens, 1] bool: where plora_sub_GN stands
        at::Tensor separator; ///< [tokens, 1] bool: where plora_glb_GN stands
    };
    /// Decodes and encodes a picture that is not kept.
    [[nodiscard]] const Tokens& tokens(const MediaInput& media, Pace& pace);
    /// [tokens, hidden], differentiable in the two separator vectors.
    [[nodiscard]] at::Tensor embed(const Tokens& tokens, const TrainingWeights& weights) const;

  private:
    [[nodiscard]] at::Tensor projected(const at::Tensor& vector) const;

    ModelConfig m_config;
    int m_hdNum;
    std::int64_t m_keepBytes;
    std::int64_t m_keptBytes = 0;
    ImageEncoder m_encoder;
    at::Tensor m_vision_proj_0_weight, m_vision_proj_0_bias, m_vision_proj_2_weight, m_vision_proj_2_bias;
    std::map<std::pair<std::filesystem::path, MediaReading>, Tokens> m_kept;
};

} // namespace trutina::engine
