// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/training/adamw.h"
#include "engine/training/training_weights.h"

#include <filesystem>

namespace trutina::engine {

/// What becomes of a base when it is written anew.
struct ModelChange {
    const AdamW::Parameters& trained; ///< in place of the base's tensors; names that a model does not have are left out
    WeightType type = WeightType::AsBase;
    bool isTrained = true; ///< removes the mark of random weights
};

/// Writes a complete model folder in the reference's layout: configuration and tokenizer of the base, every tensor of the model.
/// Throws Failure "file.not_written".
void writeModel(const std::filesystem::path& base, const WeightReport& report, const WeightSource& source,
                const ModelChange& change, const std::filesystem::path& directory);

/// Writes an adapter folder in PEFT's naming: adapter_config.json and adapter_model.safetensors. The separator vectors, and the
/// head where it was trained, are whole tensors in it. Throws Failure "file.not_written".
void writeAdapter(const std::filesystem::path& base, const TrainingRecipe& recipe, const TrainingWeights& weights,
                  const std::filesystem::path& directory);

} // namespace trutina::engine
