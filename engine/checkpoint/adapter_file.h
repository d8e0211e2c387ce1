// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/weight_map.h"
#include "engine/checkpoint/weight_source.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace trutina::engine {

/// A LoRA adapter folder in PEFT's naming: adapter_config.json and adapter_model.safetensors or adapter_model.bin. Names are
/// those that PEFT gives the modules of this architecture, "base_model.model.model.layers.0.attention.wqkv.lora_A.weight", with
/// or without the parts "base_layer", "modules_to_save" and the adapter's name that some of its versions leave in. Threads:
/// constant after construction.
struct AdapterFile {
    /// weight += scale * lora_B @ lora_A
    struct LowRank {
        StoredTensor lora_A; // NOLINT(readability-identifier-naming): named as in adapter files; [rank, in]
        StoredTensor lora_B; // NOLINT(readability-identifier-naming): [out, rank]
        double scale = 1;
    };
    std::map<std::string, LowRank> additions;   ///< by the tensor of the base that they are added to
    std::map<std::string, StoredTensor> whole;  ///< that take the place of the base's
    std::vector<std::filesystem::path> files;   ///< both
    std::shared_ptr<const WeightSource> source; ///< holds the bytes
};

/// Reads an adapter for a base model. `base.expected` must be complete. Throws Failure "adapter.not_found", "adapter.damaged",
/// "adapter.unsupported" (DoRA, biases, patterns of ranks, …), "adapter.mismatch" (for another base or rank), "checkpoint.*".
[[nodiscard]] std::shared_ptr<const AdapterFile> readAdapter(const std::filesystem::path& directory, const WeightReport& base);

} // namespace trutina::engine
