// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"
#include "engine/training/pair_rows.h"
#include "engine/training/training_weights.h"
#include "engine/training/tree_attention.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <string>

namespace trutina::engine {

/// The decoder of specification 5 as a differentiable function of its weights. What two sequences share is computed once, forward
/// and backward: by causality its states do not depend on what follows.
/// The scoring path (engine/model/decoder.h) works in place and is not differentiable; a test holds the two together.
class TrainableDecoder {
  public:
    /// Which random numbers dropout draws: the same key draws the same ones, so that a layer can be computed again.
    struct DropoutKey {
        std::uint64_t seed = 0;
        std::int64_t step = 0, microBatch = 0;
    };

    /// In bfloat16 the products of the linear maps are computed with rows and weights rounded to it; their gradients come back as
    /// float32. All else is float32.
    TrainableDecoder(const ModelConfig& config, const TrainingWeights& weights, double dropout,
                     TrainingPrecision precision = TrainingPrecision::Float32);

    /// How rows depend on each other, prepared once for all layers. In the stream all image rows stand before all text rows, each
    /// in their order: a map that holds for image rows only then works on the beginning of the stream.
    struct Shape {
        std::int64_t imageRows = 0;
        at::Tensor scoredRows; ///< int64
        at::Tensor sayingRows; ///< int64: before each token that chosen answers say (PairRows::said)
        at::Tensor said;       ///< int64: these tokens
        TreeAttention attention;
        DropoutKey dropout;
    };
    [[nodiscard]] Shape shapeOf(const PairRows& rows, DropoutKey dropout) const;

    /// [rows, hidden] -> [rows, hidden].
    [[nodiscard]] at::Tensor layer(std::int64_t index, const at::Tensor& stream, const Shape& shape) const;
    /// Last norm and score head: the score of each sequence, [sequences].
    [[nodiscard]] at::Tensor scores(const at::Tensor& stream, const Shape& shape) const;
    /// Last norm and the token embeddings as output map, scaled by hidden^-1/2: the mean negative log-likelihood of the tokens
    /// that chosen answers say, a scalar.
    [[nodiscard]] at::Tensor generationLoss(const at::Tensor& stream, const Shape& shape) const;

  private:
    [[nodiscard]] at::Tensor lastNorm(const at::Tensor& stream, const at::Tensor& rows) const;
    [[nodiscard]] at::Tensor linear(const std::string& name, const at::Tensor& rows, const Shape& shape,
                                    std::uint64_t salt) const;
    /// rows @ weight^T in the precision of the recipe, as float32.
    [[nodiscard]] at::Tensor product(const at::Tensor& rows, const at::Tensor& weight) const;
    [[nodiscard]] at::Tensor dropped(const at::Tensor& rows, const Shape& shape, std::uint64_t salt) const;

    ModelConfig m_config;
    const TrainingWeights& m_weights;
    double m_dropout;
    TrainingPrecision m_precision;
};

} // namespace trutina::engine
