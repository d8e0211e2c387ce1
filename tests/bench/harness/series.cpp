// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/harness/series.h"

#include <algorithm>

namespace trutina::bench {

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) {
        return *middle;
    }
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

double lowest(const std::vector<double>& values) {
    return *std::min_element(values.begin(), values.end());
}

double highest(const std::vector<double>& values) {
    return *std::max_element(values.begin(), values.end());
}

double spread(const std::vector<double>& values) {
    return (highest(values) - lowest(values)) / median(values);
}

} // namespace trutina::bench
