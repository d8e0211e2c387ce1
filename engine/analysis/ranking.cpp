// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/ranking.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace trutina::engine {

std::vector<int> descendingOrder(const std::vector<float>& scores) {
    std::vector<int> order(scores.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return scores[static_cast<std::size_t>(a)] > scores[static_cast<std::size_t>(b)]; });
    return order;
}

double leadingMargin(const std::vector<float>& scores) {
    if (scores.size() < 2) {
        return 0;
    }
    const auto order = descendingOrder(scores);
    const auto at = [&](std::size_t rank) { return static_cast<double>(scores[static_cast<std::size_t>(order[rank])]); };
    return at(0) - at(1);
}

} // namespace trutina::engine
