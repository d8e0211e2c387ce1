// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace trutina::testing {

/// Sizes of a checkpoint of the architecture, small enough to be written and run within a test.
struct RandomCheckpoint {
    std::int64_t hidden = 24, layers = 2, heads = 4, keyValueHeads = 2, inner = 40, rank = 3, vocabulary = 64;
    std::int64_t tile = 28, patch = 14, visionWidth = 6, visionLayers = 1, visionHeads = 1, visionInner = 12;
    std::int64_t maxPositions = 4096;
    nlohmann::json ropeScaling = nullptr;
    bool bfloat16 = false;
    unsigned seed = 1;
    std::string poisoned; ///< name of a tensor whose first value is not a number

    /// Writes config.json and model.safetensors into a folder.
    void write(const std::filesystem::path& directory) const {
        std::ofstream(directory / "config.json") << configuration().dump(2);
        std::mt19937 random(seed);
        nlohmann::json header;
        std::string data;
        for (const auto& [name, shape] : tensors()) {
            std::int64_t elements = 1;
            for (const auto size : shape) {
                elements *= size;
            }
            // Norm weights lie around one, all else around zero, scaled so that states neither die nor explode.
            const bool norm = name.find("norm") != std::string::npos && name.ends_with("weight");
            const float spread = shape.size() < 2 ? 0.1F : 1.0F / std::sqrt(static_cast<float>(shape.back()));
            std::normal_distribution<float> values(norm ? 1.0F : 0.0F,
                                                   name.find("embedding") != std::string::npos ? 1.0F : spread);
            const auto begin = data.size();
            for (std::int64_t i = 0; i < elements; ++i) {
                float value = values(random);
                if (i == 0 && name == poisoned) {
                    value = std::numeric_limits<float>::quiet_NaN();
                }
                std::uint32_t bits = 0;
                std::memcpy(&bits, &value, sizeof bits);
                const char* bytes = reinterpret_cast<const char*>(&bits);
                data.append(bfloat16 ? bytes + 2 : bytes, bfloat16 ? 2 : 4);
            }
            header[name] = {{"dtype", bfloat16 ? "BF16" : "F32"}, {"shape", shape}, {"data_offsets", {begin, data.size()}}};
        }
        const std::string text = header.dump();
        const std::uint64_t length = text.size();
        std::ofstream file(directory / "model.safetensors", std::ios::binary);
        file.write(reinterpret_cast<const char*>(&length), sizeof length);
        file << text << data;
    }

    [[nodiscard]] nlohmann::json configuration() const {
        return {{"architectures", {"InternLMXComposer2ForCausalLM"}},
                {"model_type", "internlm2"},
                {"bias", false},
                {"hidden_act", "silu"},
                {"hidden_size", hidden},
                {"intermediate_size", inner},
                {"num_hidden_layers", layers},
                {"num_attention_heads", heads},
                {"num_key_value_heads", keyValueHeads},
                {"vocab_size", vocabulary},
                {"max_position_embeddings", maxPositions},
                {"rms_norm_eps", 1e-5},
                {"rope_theta", 10000},
                {"rope_scaling", ropeScaling},
                {"bos_token_id", 1},
                {"eos_token_id", 2},
                {"pad_token_id", 2},
                {"torch_dtype", bfloat16 ? "bfloat16" : "float32"},
                {"vision_config",
                 {{"image_size", tile}, {"patch_size", patch}, {"num_attention_heads", visionHeads}, {"layer_norm_eps", 1e-5}}},
                {"trained", false}};
    }

  private:
    using Shape = std::vector<std::int64_t>;

    [[nodiscard]] std::vector<std::pair<std::string, Shape>> tensors() const {
        std::vector<std::pair<std::string, Shape>> all;
        const auto add = [&](const std::string& name, Shape shape) { all.emplace_back(name, std::move(shape)); };
        const auto partial = [&](const std::string& name, std::int64_t out, std::int64_t in) {
            add(name + ".weight", {out, in});
            add(name + ".Plora_A.weight", {rank, in});
            add(name + ".Plora_B.weight", {out, rank});
        };
        const auto withBias = [&](const std::string& name, std::int64_t out, std::int64_t in) {
            add(name + ".weight", {out, in});
            add(name + ".bias", {out});
        };
        const auto norm = [&](const std::string& name) {
            add(name + ".weight", {visionWidth});
            add(name + ".bias", {visionWidth});
        };
        add("model.tok_embeddings.weight", {vocabulary, hidden});
        for (std::int64_t i = 0; i < layers; ++i) {
            const std::string layer = "model.layers." + std::to_string(i) + ".";
            add(layer + "attention_norm.weight", {hidden});
            partial(layer + "attention.wqkv", hidden + 2 * keyValueHeads * (hidden / heads), hidden);
            partial(layer + "attention.wo", hidden, hidden);
            add(layer + "ffn_norm.weight", {hidden});
            partial(layer + "feed_forward.w1", inner, hidden);
            partial(layer + "feed_forward.w3", inner, hidden);
            partial(layer + "feed_forward.w2", hidden, inner);
        }
        add("model.norm.weight", {hidden});
        add("score.weight", {1, hidden});
        const std::int64_t merged = 4 * visionWidth;
        add("plora_glb_GN", {1, 1, merged});
        add("plora_sub_GN", {1, 1, 1, merged});
        withBias("vision_proj.0", hidden, merged);
        withBias("vision_proj.2", hidden, hidden);
        const std::string vit = "vit.vision_tower.vision_model.";
        const std::int64_t side = tile / patch;
        add(vit + "embeddings.class_embedding", {visionWidth});
        add(vit + "embeddings.patch_embedding.weight", {visionWidth, 3, patch, patch});
        add(vit + "embeddings.position_embedding.weight", {side * side + 1, visionWidth});
        norm(vit + "pre_layrnorm");
        for (std::int64_t i = 0; i < visionLayers; ++i) {
            const std::string layer = vit + "encoder.layers." + std::to_string(i) + ".";
            norm(layer + "layer_norm1");
            norm(layer + "layer_norm2");
            for (const char* part : {"q_proj", "k_proj", "v_proj", "out_proj"}) {
                withBias(layer + "self_attn." + part, visionWidth, visionWidth);
            }
            withBias(layer + "mlp.fc1", visionInner, visionWidth);
            withBias(layer + "mlp.fc2", visionWidth, visionInner);
        }
        return all;
    }
};

} // namespace trutina::testing
