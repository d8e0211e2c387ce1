// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/safetensors_writer.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace trutina::testing {

/// A LoRA adapter as PEFT writes it, with random matrices.
struct AdapterFolder {
    struct Matrix {
        std::vector<std::int64_t> shape;
        std::vector<float> values;
    };
    nlohmann::json config = {{"peft_type", "LORA"},
                             {"r", 2},
                             {"lora_alpha", 4},
                             {"lora_dropout", 0.05},
                             {"bias", "none"},
                             {"fan_in_fan_out", false},
                             {"use_dora", false},
                             {"use_rslora", false},
                             {"rank_pattern", nlohmann::json::object()},
                             {"alpha_pattern", nlohmann::json::object()},
                             {"modules_to_save", nullptr},
                             {"target_modules", {"attention.wqkv", "attention.wo"}}};
    std::map<std::string, Matrix> tensors; ///< by their names in the file

    void add(const std::string& name, std::vector<std::int64_t> shape, unsigned seed, float spread = 0.1F) {
        std::mt19937 random(seed);
        std::normal_distribution<float> values(0, spread);
        std::int64_t count = 1;
        for (const auto size : shape) {
            count *= size;
        }
        Matrix matrix{std::move(shape), {}};
        for (std::int64_t i = 0; i < count; ++i) {
            matrix.values.push_back(values(random));
        }
        tensors[name] = std::move(matrix);
    }
    /// Both matrices of one linear map, "model.layers.0.attention.wqkv".
    void addLinear(const std::string& linear, std::int64_t out, std::int64_t in, unsigned seed) {
        const std::int64_t rank = config.at("r");
        add("base_model.model." + linear + ".lora_A.weight", {rank, in}, seed);
        add("base_model.model." + linear + ".lora_B.weight", {out, rank}, seed + 1000);
    }

    void write(const std::filesystem::path& directory) const {
        std::filesystem::create_directories(directory);
        std::vector<engine::TensorToWrite> list;
        for (const auto& [name, matrix] : tensors) {
            list.push_back({name, engine::StoredType::Float32, matrix.shape, std::as_bytes(std::span(matrix.values))});
        }
        engine::writeSafetensors(directory / "adapter_model.safetensors", list);
        engine::writeFileAtomically(directory / "adapter_config.json", config.dump(2));
    }
};

} // namespace trutina::testing
