// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/triangle_filter.h"

#include "engine/media/resize_arithmetic.h"

#include <algorithm>
#include <cmath>

namespace trutina::engine {

TriangleFilter triangleFilter(int inputs, int outputs) {
    const double scale = static_cast<double>(inputs) / outputs;
    const double support = std::max(scale, 1.0);
    TriangleFilter filter;
    filter.taps = static_cast<int>(std::ceil(support)) * 2 + 1;
    filter.first.resize(static_cast<std::size_t>(outputs));
    filter.count.resize(static_cast<std::size_t>(outputs));
    filter.weights.resize(static_cast<std::size_t>(outputs) * static_cast<std::size_t>(filter.taps));
    std::vector<double> exact(static_cast<std::size_t>(filter.taps));
    for (int k = 0; k < outputs; ++k) {
        const double centre = (k + 0.5) * scale;
        // Adding a half and truncating is not rounding here: it is what defines the filter.
        const double halfUp = 0.5;
        const int low = std::max(0, static_cast<int>(centre - support + halfUp));
        const int high = std::min(inputs, static_cast<int>(centre + support + halfUp));
        double sum = 0;
        for (int x = low; x < high; ++x) {
            const double weight = std::max(0.0, 1.0 - std::abs((x - centre + 0.5) / support));
            exact[static_cast<std::size_t>(x - low)] = weight;
            sum += weight;
        }
        const auto index = static_cast<std::size_t>(k);
        filter.first[index] = low;
        filter.count[index] = high - low;
        for (int x = low; x < high; ++x) {
            const auto tap = static_cast<std::size_t>(x - low);
            filter.weights[index * static_cast<std::size_t>(filter.taps) + tap] =
                static_cast<std::int32_t>(exact[tap] / sum * (1 << resize::weightBits) + halfUp);
        }
    }
    return filter;
}

} // namespace trutina::engine
