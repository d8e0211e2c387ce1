// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace trutina::bench {

/// What the repetitions of one side took.
struct Series {
    std::string name;
    std::vector<double> seconds; ///< in the order in which they were measured
    double flop = 0;             ///< of one repetition, by formula; 0: not counted
};

// Each of these needs at least one value.
[[nodiscard]] double median(std::vector<double> values);
[[nodiscard]] double lowest(const std::vector<double>& values);
[[nodiscard]] double highest(const std::vector<double>& values);
/// Highest minus lowest, as a share of the median.
[[nodiscard]] double spread(const std::vector<double>& values);

[[nodiscard]] inline double medianSeconds(const Series& series) {
    return median(series.seconds);
}
/// FLOP by formula over the median of the seconds.
[[nodiscard]] inline double gigaflops(const Series& series) {
    return 1e-9 * series.flop / medianSeconds(series);
}

} // namespace trutina::bench
