// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/harness/series.h"

#include <chrono>
#include <functional>
#include <utility>

namespace trutina::bench {

/// One of the things that are compared.
struct Side {
    std::string name;
    std::function<double()> repeat; ///< does the work once and tells what it took, in seconds
    double flop = 0;                ///< as in Series
    std::function<void()> warmUp{}; ///< in place of a repetition that is thrown away, where that would take too long
};

struct Repetitions {
    int warmUps = 1;
    int counted = 5;
};

/// Called before every repetition, for a line of progress.
using RepetitionNotice = std::function<void(const Side& side, int repetition)>;

/// Measures A B A B …: what changes on the machine meanwhile meets all sides alike. Repetition -1 is the warm-up.
[[nodiscard]] std::vector<Series> measureInterleaved(const std::vector<Side>& sides, const Repetitions& repetitions,
                                                     const RepetitionNotice& notice = {});

template <typename Function>
[[nodiscard]] double secondsOf(Function&& function) {
    const auto start = std::chrono::steady_clock::now();
    std::forward<Function>(function)();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace trutina::bench
