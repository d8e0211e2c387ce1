// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/model_export.h"

#include "engine/checkpoint/model_folder.h"
#include "engine/checkpoint/safetensors_writer.h"
#include "engine/model/stored_weights.h"
#include "engine/training/tensor_bytes.h"

#include <nlohmann/json.hpp>

#include <deque>
#include <vector>

namespace trutina::engine {

namespace {

StoredType storedType(WeightType type) {
    return type == WeightType::BFloat16 ? StoredType::BFloat16 : StoredType::Float32;
}

} // namespace

void writeModel(const std::filesystem::path& base, const WeightReport& report, const WeightSource& source,
                const ModelChange& change, const std::filesystem::path& directory) {
    makeOutputFolder(directory);
    std::deque<at::Tensor> rounded; // the writer only looks at them
    std::vector<TensorToWrite> tensors;
    for (const ExpectedTensor& expected : report.expected) {
        const StoredTensor& stored = source.tensors().at(expected.name);
        TensorToWrite tensor{expected.name, change.type == WeightType::AsBase ? stored.type : storedType(change.type),
                             stored.shape, stored.bytes};
        const auto trained = change.trained.find(expected.name);
        if (trained != change.trained.end() || tensor.type != stored.type) {
            const at::Tensor from = trained != change.trained.end()
                                        ? trained->second.detach()
                                        : at::from_blob(const_cast<std::byte*>(stored.bytes.data()), stored.shape,
                                                        at::TensorOptions().dtype(scalarType(stored.type)));
            const at::Tensor& value = rounded.emplace_back(from.to(scalarType(tensor.type)).contiguous());
            tensor.bytes = {static_cast<const std::byte*>(value.const_data_ptr()), value.nbytes()};
        }
        tensors.push_back(tensor);
    }
    writeSafetensors(directory / "model.safetensors", tensors);
    copyModelDescription(base, directory,
                         {change.isTrained, change.type == WeightType::AsBase     ? ""
                                            : change.type == WeightType::BFloat16 ? "bfloat16"
                                                                                  : "float32"});
}

void writeAdapter(const std::filesystem::path& base, const TrainingRecipe& recipe, const TrainingWeights& weights,
                  const std::filesystem::path& directory) {
    makeOutputFolder(directory);
    std::vector<TensorToWrite> tensors;
    nlohmann::json whole = nlohmann::json::array();
    for (const auto& [name, value] : weights.trained()) {
        const bool isLowRank = name.ends_with(".lora_A") || name.ends_with(".lora_B");
        tensors.push_back(tensorToWrite("base_model.model." + name + (isLowRank ? ".weight" : ""), value));
        if (!isLowRank) {
            whole.push_back(name);
        }
    }
    writeSafetensors(directory / "adapter_model.safetensors", tensors);
    const nlohmann::ordered_json config = {{"peft_type", "LORA"},
                                           {"base_model_name_or_path", base.filename().string()},
                                           {"r", recipe.loraRank},
                                           {"lora_alpha", recipe.loraAlpha},
                                           {"lora_dropout", recipe.dropout},
                                           {"bias", "none"},
                                           {"fan_in_fan_out", false},
                                           {"inference_mode", true},
                                           {"target_modules", decoderLinears()},
                                           {"modules_to_save", nullptr},
                                           {"trutina_whole_tensors", whole}};
    writeFileAtomically(directory / "adapter_config.json", config.dump(2) + "\n");
}

} // namespace trutina::engine
