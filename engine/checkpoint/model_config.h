// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace trutina::engine {

enum class RotaryScaling { None, Linear, Dynamic };

/// config.json of an InternLM-XComposer2.5-Reward checkpoint, parsed once (specification 1.1). What tensors tell (widths of
/// vision tower and projector, ranks, numbers of vision layers) is read from them instead: see weight_map.h.
struct ModelConfig {
    std::string architecture;
    std::int64_t hiddenSize = 0;
    std::int64_t layers = 0;
    std::int64_t heads = 0;
    std::int64_t keyValueHeads = 0;
    std::int64_t intermediateSize = 0;
    std::int64_t vocabularySize = 0;
    double rmsNormEpsilon = 1e-5;
    double rotaryTheta = 1'000'000;
    RotaryScaling rotaryScaling = RotaryScaling::None;
    double rotaryFactor = 1;
    std::int64_t maxPositions = 24576;
    std::int64_t padTokenId = 2;
    std::int64_t bosTokenId = 1;
    std::int64_t eosTokenId = 2;
    std::string storedType; ///< torch_dtype, informative
    bool trained = true;    ///< false marks random test weights

    // Vision tower: `vision_config` where present, else CLIP ViT-L/14 at 560 (specification 4).
    std::int64_t tileSize = 560;
    std::int64_t patchSize = 14;
    std::int64_t visionHeads = 16;
    double visionNormEpsilon = 1e-5;

    [[nodiscard]] std::int64_t headSize() const { return hiddenSize / heads; }
    [[nodiscard]] std::int64_t mergedGrid() const { return tileSize / patchSize / 2; } ///< merged tokens per tile side
};

/// Throws Failure "config.*" that names the key, what it holds and what is allowed.
[[nodiscard]] ModelConfig readModelConfig(const std::filesystem::path& directory);
[[nodiscard]] ModelConfig parseModelConfig(std::string_view json);

} // namespace trutina::engine
