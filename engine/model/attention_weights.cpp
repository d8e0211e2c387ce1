// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/attention_weights.h"

#include "engine/model/vector_arithmetic.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace trutina::engine {

namespace {

TRUTINA_WIDEST float widenedMaximum(const std::uint16_t* row, float* wide, std::int64_t count) {
    // A maximum for each lane: of a single one the compiler makes no vectors, since the order would matter for what is no number.
    constexpr std::int64_t kLanes = 32;
    std::array<float, kLanes> tops{};
    tops.fill(-std::numeric_limits<float>::infinity());
    const std::int64_t whole = count / kLanes * kLanes;
    for (std::int64_t i = 0; i < whole; i += kLanes) {
#pragma omp simd
        for (std::int64_t lane = 0; lane < kLanes; ++lane) {
            const float value = widened(row[i + lane]);
            wide[i + lane] = value;
            tops[static_cast<std::size_t>(lane)] = std::max(tops[static_cast<std::size_t>(lane)], value);
        }
    }
    float top = *std::max_element(tops.begin(), tops.end());
    for (std::int64_t i = whole; i < count; ++i) {
        wide[i] = widened(row[i]);
        top = std::max(top, wide[i]);
    }
    return top;
}

TRUTINA_WIDEST float exponentials(float* wide, float top, float scale, std::int64_t count) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < count; ++i) {
        wide[i] = exponential((wide[i] - top) * scale);
        sum += wide[i];
    }
    return sum;
}

TRUTINA_WIDEST void narrowedShares(const float* wide, float share, std::uint16_t* row, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        row[i] = narrowed(wide[i] * share);
    }
}

} // namespace

void scoresToWeights(const at::Tensor& scores, float scale, std::int64_t firstSeen, std::int64_t stretch, at::Tensor& logSumExp) {
    TORCH_CHECK(scores.is_contiguous() && scores.scalar_type() == at::kBFloat16 && scores.is_cpu(), "attention: unfit scores");
    const std::int64_t keys = scores.size(-1);
    const std::int64_t rows = scores.numel() / keys;
    auto* values = static_cast<std::uint16_t*>(scores.data_ptr());
    auto* sums = logSumExp.data_ptr<float>();
    constexpr std::int64_t kRowsAtLeast = 8; // for each thread
    at::parallel_for(0, rows, kRowsAtLeast, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> wide(static_cast<std::size_t>(keys));
        for (std::int64_t r = begin; r < end; ++r) {
            std::uint16_t* row = values + r * keys;
            const std::int64_t seen = firstSeen < 0 ? keys : std::min(keys, firstSeen + r % stretch + 1);
            const float top = widenedMaximum(row, wide.data(), seen);
            const float sum = exponentials(wide.data(), top, scale, seen);
            narrowedShares(wide.data(), 1 / sum, row, seen);
            std::fill(row + seen, row + keys, std::uint16_t{0});
            sums[r] = top * scale + std::log(sum);
        }
    });
}

} // namespace trutina::engine
