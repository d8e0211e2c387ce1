// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace trutina::engine {

/// Pillow's antialiased triangle filter along one axis, in fixed point (specification 3.4): output k is the weighted sum of
/// `count[k]` inputs from `first[k]` on.
struct TriangleFilter {
    int taps = 0; ///< weights stored per output, the largest count
    std::vector<std::int32_t> first;
    std::vector<std::int32_t> count;
    std::vector<std::int32_t> weights;

    [[nodiscard]] const std::int32_t* of(int k) const {
        return weights.data() + static_cast<std::size_t>(k) * static_cast<std::size_t>(taps);
    }
};

/// Both sizes must be at least 1.
[[nodiscard]] TriangleFilter triangleFilter(int inputs, int outputs);

} // namespace trutina::engine
