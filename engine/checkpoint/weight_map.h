// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"
#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trutina::engine {

/// Sizes that only the tensors tell.
struct TensorSizes {
    std::int64_t partialLoraRank = 0;
    std::int64_t visionWidth = 0;
    std::int64_t visionLayers = 0;
    std::int64_t visionIntermediate = 0;
    std::int64_t projectorWidth = 0; ///< rows of vision_proj.0
};

struct ExpectedTensor {
    std::string name;
    std::vector<std::int64_t> shape; ///< 0 where the tensor that would tell this size is missing; any size fits then
};

/// Which tensors a checkpoint of this configuration must hold, and what the given ones say (specification 1.3).
struct WeightReport {
    TensorSizes sizes;
    std::vector<ExpectedTensor> expected; ///< in the order in which the model reads them
    std::vector<std::string> missing;
    std::vector<std::string> unexpected;
    std::vector<TensorShapeMismatch> misshapen;
    std::vector<std::string> ignoredFamilies; ///< known and unused: "lora_sft", "lora_dpo", "lora_web", "rotary_emb.inv_freq", …
    int ignoredTensors = 0;
};

/// What a checkpoint of this configuration and these sizes holds, in the order in which the model reads it.
[[nodiscard]] std::vector<ExpectedTensor> expectedTensors(const ModelConfig& config, const TensorSizes& sizes);

/// Throws Failure where the configuration contradicts the tensors in a way that no list shows (vision heads, quantised weights).
[[nodiscard]] WeightReport reportWeights(const ModelConfig& config, const WeightSource& weights);

/// Everything `inspect model` prints; reads headers only.
[[nodiscard]] ModelInspection inspectCheckpoint(const std::filesystem::path& directory);

/// Throws Failure "checkpoint.incomplete" whose detail lists all missing and misshapen tensors. Unexpected ones are no error.
void requireComplete(const WeightReport& report);

} // namespace trutina::engine
