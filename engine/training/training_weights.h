// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/checkpoint/weight_source.h"

#include <ATen/ATen.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace trutina::engine {

/// A low-rank addition at all positions: y += scale * B(A x).
struct LoraAdapter {
    at::Tensor lora_A; // NOLINT(readability-identifier-naming): named as in adapter files; [rank, in]
    at::Tensor lora_B; // NOLINT(readability-identifier-naming): [out, rank]
    double scale = 1;
};

/// The weights of the decoder as a trainer holds them: float32 copies in memory, those that are trained with a gradient.
/// Vision tower and projector are not among them. Threads: one thread at a time.
class TrainingWeights {
  public:
    TrainingWeights(const ModelConfig& config, const WeightReport& report, const WeightSource& source,
                    const TrainingRecipe& recipe);

    /// By checkpoint name, "model.layers.0.attention.wqkv.weight".
    [[nodiscard]] const at::Tensor& operator[](const std::string& name) const { return m_weights.at(name); }
    /// Null where the linear map has none. By the name of the map, "model.layers.0.attention.wqkv".
    [[nodiscard]] const LoraAdapter* adapter(const std::string& linear) const;

    /// What the optimiser moves, by checkpoint name; adapters as LINEAR.lora_A and LINEAR.lora_B.
    [[nodiscard]] const std::map<std::string, at::Tensor>& trained() const { return m_trained; }

    [[nodiscard]] static bool isFrozenVision(const std::string& name);
    /// Of the base's tensors; adapters come on top.
    [[nodiscard]] static bool isTrained(const std::string& name, const TrainingRecipe& recipe);

  private:
    void train(const std::string& name, const at::Tensor& parameter);
    void addAdapters(const ModelConfig& config, const TrainingRecipe& recipe);

    std::map<std::string, at::Tensor> m_weights;
    std::map<std::string, LoraAdapter> m_adapters;
    std::map<std::string, at::Tensor> m_trained;
};

/// The five linear maps of a decoder layer, as they are named inside it.
[[nodiscard]] const std::vector<std::string>& decoderLinears();

} // namespace trutina::engine
