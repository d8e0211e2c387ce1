// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/statistics.h"

#include <algorithm>
#include <cmath>

namespace trutina::storage {

Share shareOf(std::int64_t hits, std::int64_t all) {
    constexpr double kDeviations = 1.959963984540054; // of 95 %
    const double n = static_cast<double>(all);
    const double share = static_cast<double>(hits) / n;
    const double square = kDeviations * kDeviations;
    const double centre = (share + square / (2 * n)) / (1 + square / n);
    const double half = kDeviations / (1 + square / n) * std::sqrt(share * (1 - share) / n + square / (4 * n * n));
    return {share, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

double twoSidedNormal(double deviations) {
    return std::erfc(std::abs(deviations) / std::sqrt(2.0));
}

double binomialTest(std::int64_t hits, std::int64_t all, double chance) {
    constexpr std::int64_t kMostExact = 10'000;
    const double n = static_cast<double>(all);
    if (all > kMostExact) {
        const double away = std::abs(static_cast<double>(hits) - n * chance);
        return twoSidedNormal(std::max(0.0, away - 0.5) / std::sqrt(n * chance * (1 - chance)));
    }
    const auto logLikelihood = [&](std::int64_t k) {
        const double count = static_cast<double>(k);
        return std::lgamma(n + 1) - std::lgamma(count + 1) - std::lgamma(n - count + 1) + count * std::log(chance) +
               (n - count) * std::log1p(-chance);
    };
    constexpr double kRounding = 1e-7; // counts that are equally likely must not differ by the last bit
    const double limit = logLikelihood(hits) + kRounding;
    double sum = 0;
    for (std::int64_t k = 0; k <= all; ++k) {
        const double likelihood = logLikelihood(k);
        sum += likelihood <= limit ? std::exp(likelihood) : 0;
    }
    return std::min(1.0, sum);
}

} // namespace trutina::storage
