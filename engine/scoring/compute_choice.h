// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace trutina::engine {

/// What this machine reaches in the products that dominate a real model, in GFLOP/s.
struct ComputeProbe {
    double float32 = 0;
    double bfloat16 = 0;
};

/// Measures for about a third of a second with the current number of threads.
[[nodiscard]] ComputeProbe measureCompute();

/// The remembered probe of this processor, engine version and number of threads; measured and remembered where there is none.
/// `file` may be missing, damaged or unwritable: then it is measured each time.
[[nodiscard]] ComputeProbe rememberedProbe(const std::filesystem::path& file, const std::string& machine,
                                           const std::function<ComputeProbe()>& measure);

/// Processor, threads and engine version: what a remembered probe holds for.
[[nodiscard]] std::string probeKey(int threads);
[[nodiscard]] std::filesystem::path probeFile();
[[nodiscard]] std::string processorName();

struct ComputeChoice {
    ComputeType type = ComputeType::Float32;
    std::string reason; ///< one sentence
};

inline constexpr std::int64_t kSmallCheckpointBytes = std::int64_t{1} << 30;

/// The compute type on the CPU: what was asked for, or float32 below 1 GiB, or the faster one. bfloat16 must be clearly faster to
/// be taken, since float32 is nearer to the reference. Throws Failure "options.compute_type" for float16.
[[nodiscard]] ComputeChoice chooseComputeType(ComputeType asked, std::int64_t weightBytes,
                                              const std::function<ComputeProbe()>& probe);

/// The compute type on a GPU: what was asked for, or float16, which the reference computes in.
[[nodiscard]] ComputeChoice chooseGpuComputeType(ComputeType asked);

} // namespace trutina::engine
