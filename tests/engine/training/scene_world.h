// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/png_writer.h"
#include "tests/support/golden.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>

namespace trutina::testing {

/// A world for the vision stage that is small enough for a test: squares and bars of three colours on white, 112 pixels.
inline void writeSceneWorld(const std::filesystem::path& directory, int count) {
    std::filesystem::create_directories(directory);
    const std::vector<std::string> shapes{"square", "bar"}, colours{"red", "green", "blue"};
    std::ofstream file(directory / "scenes.jsonl");
    file << nlohmann::json({{"shapes", shapes}, {"colours", colours}}).dump() << "\n";
    std::uint32_t state = 1;
    const auto below = [&](std::uint32_t bound) {
        state = state * 1664525U + 1013904223U;
        return (state >> 16) % bound;
    };
    for (int i = 0; i < count; ++i) {
        engine::Picture picture(112, 112);
        nlohmann::json placed = nlohmann::json::array();
        for (std::uint32_t cell = 0; cell < 16; ++cell) {
            if (below(4) != 0) {
                continue;
            }
            const auto shape = below(2), colour = below(3);
            const int x = static_cast<int>(cell % 4 * 28 + 14), y = static_cast<int>(cell / 4 * 28 + 14);
            const int half = 8, halfHeight = shape == 0 ? 8 : 3;
            for (int row = y - halfHeight; row < y + halfHeight; ++row) {
                for (int column = x - half; column < x + half; ++column) {
                    for (std::uint32_t channel = 0; channel < 3; ++channel) {
                        picture.row(row)[static_cast<std::uint32_t>(column) * 3 + channel] = channel == colour ? 220 : 30;
                    }
                }
            }
            placed.push_back({{"shape", shapes[shape]}, {"colour", colours[colour]}, {"x", x}, {"y", y}, {"diameter", 2 * half}});
        }
        const std::string name = std::to_string(i) + ".png";
        engine::writePng(picture, directory / name);
        file << nlohmann::json({{"image", name}, {"shapes", placed}}).dump() << "\n";
    }
}

/// config.json of a new model that such a world can be learnt with in seconds.
inline nlohmann::json smallConfiguration() {
    return {{"architectures", {"InternLMXComposer2ForCausalLM"}},
            {"hidden_size", 32},
            {"intermediate_size", 48},
            {"num_hidden_layers", 1},
            {"num_attention_heads", 2},
            {"num_key_value_heads", 1},
            {"partial_lora_rank", 2},
            {"vocab_size", 1},
            {"vision_config",
             {{"image_size", 112},
              {"patch_size", 14},
              {"hidden_size", 32},
              {"intermediate_size", 64},
              {"num_hidden_layers", 2},
              {"num_attention_heads", 2}}}};
}

} // namespace trutina::testing
