// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace trutina::bench {

/// Checkpoints with random weights that stand in for the real one; made by packaging/make-checkpoint, the same bytes each time.
enum class StandIn {
    Smoke,    ///< as small as can be: shows that a benchmark runs, tells nothing about speed
    Tiny,     ///< hidden 512, 6 layers, tiles of 560 pixels
    Medium,   ///< hidden 1,024, 8 layers, 8 / 2 heads of 128, inner 3,584, rank 64, vision 384 x 6, tiles of 560 pixels
    Layer,    ///< one decoder layer of the real model: hidden 4,096, 32 / 8 heads, inner 14,336, rank 256
    Large,    ///< a safetensors file of more than 2 GB
    LargeBin, ///< the same as a file of torch.save
};

[[nodiscard]] const char* standInName(StandIn which);

/// The folder of a stand-in below `cache`; it is made when it is not there. Weights are bfloat16, as published ones.
/// Throws std::runtime_error when it cannot be made.
[[nodiscard]] std::filesystem::path standInFolder(StandIn which, const std::filesystem::path& cache,
                                                  const std::filesystem::path& tokenizer);

} // namespace trutina::bench
