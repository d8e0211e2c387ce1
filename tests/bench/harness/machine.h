// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace trutina::bench {

/// The machine and the libraries that a run was made with.
struct Machine {
    std::string processor;
    std::string instructionSets; ///< those that matter for matrix products
    int threads = 0;             ///< that the benchmarks use
    std::int64_t memoryBytes = 0;
    std::string system;   ///< kernel and distribution
    std::string libTorch; ///< version
    double float32 = 0;   ///< GFLOP/s of a product of 1,024 rows with a 2,048 x 2,048 weight
    double bfloat16 = 0;
};

/// `threads` are used for the two products, which take about a second.
[[nodiscard]] Machine describeMachine(int threads);

/// 1-minute load average.
[[nodiscard]] double loadAverage();

} // namespace trutina::bench
