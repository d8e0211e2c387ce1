// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/checkpoint/weight_source.h"
#include "engine/model/decoder.h"
#include "engine/model/image_encoder.h"
#include "engine/model/pace.h"

#include <memory>
#include <span>

namespace trutina::engine {

/// The whole model: embeddings, image encoder, decoder, reward head (specification 1.4).
/// Names and shapes are checked by `requireComplete` before one is made. Threads: one thread at a time; weights may be shared.
class RewardNetwork {
  public:
    struct Options {
        at::ScalarType computeType = at::kFloat;
        Residence residence = Residence::Resident;
        c10::Device device = at::kCPU;
        std::shared_ptr<const AdapterFile> adapter{}; ///< merged into the weights; may be null
    };

    RewardNetwork(const ModelConfig& config, const TensorSizes& sizes, std::shared_ptr<const WeightSource> source,
                  Options options);

    /// Converts what stays in memory; checks for a stop between layers.
    void prepare(Pace& pace);

    [[nodiscard]] at::Tensor
    embed(std::span<const std::int32_t> ids) const; ///< [ids, hidden] in the type of the file, on the CPU
    [[nodiscard]] ImageEncoder& images() { return m_images; }
    [[nodiscard]] Decoder& decoder() { return m_decoder; }
    [[nodiscard]] const Decoder& decoder() const { return m_decoder; }
    /// [rows, hidden] float32 -> [rows] float32. `strict`: one by one, so that the bits depend on the row alone.
    [[nodiscard]] at::Tensor head(const at::Tensor& states, bool strict = false) const;
    [[nodiscard]] const ModelConfig& config() const { return m_config; }
    [[nodiscard]] const ModelCost& cost() const { return m_cost; }
    [[nodiscard]] at::ScalarType computeType() const { return m_computeType; }
    [[nodiscard]] c10::Device device() const { return m_score.device(); }

  private:
    RewardNetwork(const ModelConfig& config, const TensorSizes& sizes, const std::shared_ptr<const StoredWeights>& weights,
                  Options options, const std::shared_ptr<WideningBuffer>& buffer);

    ModelConfig m_config;
    ModelCost m_cost;
    at::ScalarType m_computeType;
    at::Tensor m_tok_embeddings; ///< in the type of the file, on the CPU: only the rows asked for are converted and copied
    at::Tensor m_score;          ///< float32
    ImageEncoder m_images;
    Decoder m_decoder;
};

} // namespace trutina::engine
