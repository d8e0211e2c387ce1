// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/headless.h"

#include <filesystem>
#include <vector>

namespace trutina::services {

/// What is scored to see how fast this machine is: a prompt, perhaps with a picture, and answers of one length, in made-up text.
struct BenchmarkShape {
    std::filesystem::path picture; ///< empty: text alone
    int promptWords = 300;         ///< about as many tokens
    int answers = 4;
    int answerWords = 200;
    int repetitions = 3; ///< after a warm-up; the two ways take turns
};

/// One way to score the same answers.
struct BenchmarkedWay {
    std::vector<double> seconds; ///< of the repetitions, in order
    double flop = 0;             ///< of one of them, by formula
    [[nodiscard]] double medianSeconds() const;
    [[nodiscard]] double gigaflops() const { return 1e-9 * flop / medianSeconds(); }
};

struct MachineBenchmark {
    engine::ComputeRates rates; ///< bare matrix products: what there is to reach
    int promptTokens = 0;
    int imageTokens = 0;
    std::vector<int> answerTokens;
    BenchmarkedWay shared;        ///< all answers in one request: what they have in common is computed once
    BenchmarkedWay oneByOne;      ///< a request for each, begun anew
    double largestDifference = 0; ///< of a score between the two ways
    /// By how much sharing is faster, measured and by the work alone (R(N) of docs/performance.md).
    [[nodiscard]] double speedUp() const { return oneByOne.medianSeconds() / shared.medianSeconds(); }
    [[nodiscard]] double idealSpeedUp() const { return oneByOne.flop / shared.flop; }
};

/// Measures with the model that is loaded, without its caches. `threads` as it was loaded with.
[[nodiscard]] contracts::Outcome<MachineBenchmark> benchmarkMachine(Headless& headless, const BenchmarkShape& shape, int threads,
                                                                    const std::stop_token& stop,
                                                                    const engine::ProgressSink& progress = {});

} // namespace trutina::services
