// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/agreement.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>

namespace trutina::engine {

namespace {

constexpr double kDeviations = 1.959963984540054; // of 95 %

using Weighed = std::vector<std::pair<const std::vector<int>*, std::int64_t>>; ///< patterns and how often they come

std::optional<double> fleissOf(const Weighed& units, int categories) {
    std::vector<double> chosen(static_cast<std::size_t>(categories));
    double agreement = 0;
    double count = 0;
    double labels = 0;
    for (const auto& [pattern, times] : units) {
        const double all = std::accumulate(pattern->begin(), pattern->end(), 0.0);
        double pairs = 0;
        for (std::size_t category = 0; category < pattern->size(); ++category) {
            const double here = (*pattern)[category];
            pairs += here * (here - 1);
            chosen[category] += here * static_cast<double>(times);
        }
        agreement += pairs / (all * (all - 1)) * static_cast<double>(times);
        count += static_cast<double>(times);
        labels += all * static_cast<double>(times);
    }
    if (count == 0) {
        return std::nullopt;
    }
    double chance = 0;
    for (const double times : chosen) {
        chance += times / labels * (times / labels);
    }
    constexpr double kAllTheSame = 1e-12;
    return 1 - chance < kAllTheSame ? std::nullopt : std::optional((agreement / count - chance) / (1 - chance));
}

/// Squared distances of categories, by how often each was chosen.
std::vector<std::vector<double>> distances(const std::vector<double>& chosen, Distance distance) {
    const std::size_t count = chosen.size();
    std::vector<std::vector<double>> squares(count, std::vector<double>(count));
    for (std::size_t low = 0; low < count; ++low) {
        double between = chosen[low] / 2;
        for (std::size_t high = low + 1; high < count; ++high) {
            double apart = 1;
            if (distance == Distance::Interval) {
                apart = static_cast<double>(high - low);
            } else if (distance == Distance::Ordinal) {
                apart = between + chosen[high] / 2;
            }
            between += chosen[high];
            squares[low][high] = squares[high][low] = apart * apart;
        }
    }
    return squares;
}

std::optional<double> alphaOf(const Weighed& units, int categories, Distance distance) {
    const auto count = static_cast<std::size_t>(categories);
    std::vector<double> chosen(count);
    double labels = 0;
    for (const auto& [pattern, times] : units) {
        for (std::size_t category = 0; category < count; ++category) {
            const double here = static_cast<double>((*pattern)[category]) * static_cast<double>(times);
            chosen[category] += here;
            labels += here;
        }
    }
    const auto squares = distances(chosen, distance);
    double observed = 0;
    for (const auto& [pattern, times] : units) {
        const double all = std::accumulate(pattern->begin(), pattern->end(), 0.0);
        double here = 0;
        for (std::size_t low = 0; low < count; ++low) {
            for (std::size_t high = low + 1; high < count && (*pattern)[low] > 0; ++high) {
                here += (*pattern)[low] * (*pattern)[high] * squares[low][high];
            }
        }
        observed += here / (all - 1) * static_cast<double>(times);
    }
    double expected = 0;
    for (std::size_t low = 0; low < count; ++low) {
        for (std::size_t high = low + 1; high < count; ++high) {
            expected += chosen[low] * chosen[high] * squares[low][high];
        }
    }
    return expected > 0 ? std::optional(1 - (labels - 1) * observed / expected) : std::nullopt;
}

template <typename Statistic>
Coefficient withInterval(const Labels& labels, std::uint64_t seed, const Statistic& statistic) {
    Weighed units;
    Coefficient result;
    for (const auto& [pattern, times] : labels.patterns()) {
        units.emplace_back(&pattern, times);
        result.units += times;
    }
    result.value = statistic(units);
    constexpr std::int64_t kFewestUnits = 5; // less than that says nothing about others
    if (!result.value || result.units < kFewestUnits) {
        return result;
    }
    constexpr std::size_t kSamples = 1000;
    constexpr std::size_t kFewestSamples = 200;
    constexpr std::size_t kMostWork = 5'000'000;
    const std::size_t samples = std::clamp(kMostWork / units.size(), kFewestSamples, kSamples);
    std::mt19937_64 random(seed);
    std::vector<double> drawn;
    for (std::size_t sample = 0; sample < samples; ++sample) {
        Weighed again;
        std::int64_t left = result.units;
        std::int64_t of = result.units;
        for (const auto& [pattern, times] : units) {
            if (left == 0) {
                break;
            }
            const std::int64_t here = times == of ? left
                                                  : std::binomial_distribution<std::int64_t>(
                                                        left, static_cast<double>(times) / static_cast<double>(of))(random);
            of -= times;
            left -= here;
            if (here > 0) {
                again.emplace_back(pattern, here);
            }
        }
        if (const auto value = statistic(again)) {
            drawn.push_back(*value);
        }
    }
    if (drawn.size() * 2 > samples) {
        std::sort(drawn.begin(), drawn.end());
        const auto at = [&drawn](double share) {
            return drawn[static_cast<std::size_t>(std::lround(share * static_cast<double>(drawn.size() - 1)))];
        };
        result.low = at(0.025);
        result.high = at(0.975);
    }
    return result;
}

} // namespace

Coefficient cohenKappa(const Confusion& confusion) {
    const std::size_t count = confusion.size();
    std::vector<double> rows(count);
    std::vector<double> columns(count);
    Coefficient result;
    for (std::size_t row = 0; row < count; ++row) {
        for (std::size_t column = 0; column < count; ++column) {
            const std::int64_t here = confusion[row].at(column);
            result.units += here;
            rows[row] += static_cast<double>(here);
            columns[column] += static_cast<double>(here);
        }
    }
    const auto n = static_cast<double>(result.units);
    if (result.units == 0) {
        return result;
    }
    double observed = 0;
    double chance = 0;
    for (std::size_t at = 0; at < count; ++at) {
        rows[at] /= n;
        columns[at] /= n;
        observed += static_cast<double>(confusion[at][at]) / n;
        chance += rows[at] * columns[at];
    }
    constexpr double kAllTheSame = 1e-12;
    if (1 - chance < kAllTheSame) {
        return result;
    }
    const double kappa = (observed - chance) / (1 - chance);
    result.value = kappa;
    double spread = 0;
    for (std::size_t row = 0; row < count; ++row) {
        for (std::size_t column = 0; column < count; ++column) {
            const double share = static_cast<double>(confusion[row][column]) / n;
            const double weight = (row == column ? 1.0 : 0.0) - (columns[row] + rows[column]) * (1 - kappa);
            spread += share * weight * weight;
        }
    }
    const double centre = kappa - chance * (1 - kappa);
    const double variance = std::max(0.0, spread - centre * centre) / (n * (1 - chance) * (1 - chance));
    constexpr std::int64_t kFewestUnits = 5;
    if (result.units >= kFewestUnits) {
        result.low = std::max(-1.0, kappa - kDeviations * std::sqrt(variance));
        result.high = std::min(1.0, kappa + kDeviations * std::sqrt(variance));
    }
    return result;
}

void Labels::add(std::span<const int> labels) {
    std::vector<int> counts(static_cast<std::size_t>(m_categories));
    for (const int label : labels) {
        if (label < 0) {
            throw std::out_of_range("a label must not be negative");
        }
        ++counts.at(static_cast<std::size_t>(label));
    }
    if (labels.size() >= 2) {
        ++m_patterns[counts];
    }
}

std::optional<double> rawAgreement(const Labels& labels) {
    double sum = 0;
    double units = 0;
    for (const auto& [pattern, times] : labels.patterns()) {
        const double all = std::accumulate(pattern.begin(), pattern.end(), 0.0);
        double pairs = 0;
        for (const int here : pattern) {
            pairs += static_cast<double>(here) * (here - 1);
        }
        sum += pairs / (all * (all - 1)) * static_cast<double>(times);
        units += static_cast<double>(times);
    }
    return units > 0 ? std::optional(sum / units) : std::nullopt;
}

Coefficient fleissKappa(const Labels& labels, std::uint64_t seed) {
    return withInterval(labels, seed, [&](const Weighed& units) { return fleissOf(units, labels.categories()); });
}

Coefficient krippendorffAlpha(const Labels& labels, Distance distance, std::uint64_t seed) {
    return withInterval(labels, seed, [&](const Weighed& units) { return alphaOf(units, labels.categories(), distance); });
}

} // namespace trutina::engine
