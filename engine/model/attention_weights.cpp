// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/attention_weights.h"

#include <ATen/Parallel.h>
#include <c10/util/BFloat16.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

// The loops below are plain arithmetic, so that the compiler makes vectors of them, for the widest registers there are.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TRUTINA_WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TRUTINA_WIDEST
#endif

namespace trutina::engine {

namespace {

inline float widened(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// Rounds to nearest, ties to even; for numbers.
inline std::uint16_t narrowed(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16);
}

/// e^x for x <= 0, within 2e-7 of it; what is below the smallest number is about zero.
inline float exponential(float x) {
    constexpr float kLogTwoOfE = 1.44269504F;
    constexpr float kRounder = 12582912.0F; // 1.5 * 2^23: adding it leaves no room for a fraction
    const float y = std::max(x, -87.0F) * kLogTwoOfE;
    const float whole = (y + kRounder) - kRounder;
    const float f = y - whole;
    float power = 1.54035304e-4F; // the series of 2^f, |f| <= 1/2
    power = power * f + 1.33335581e-3F;
    power = power * f + 9.61812911e-3F;
    power = power * f + 5.55041087e-2F;
    power = power * f + 2.40226507e-1F;
    power = power * f + 6.93147181e-1F;
    power = power * f + 1.0F;
    return std::bit_cast<float>(std::bit_cast<std::int32_t>(power) + (static_cast<std::int32_t>(whole) << 23));
}

TRUTINA_WIDEST float widenedMaximum(const std::uint16_t* row, float* wide, std::int64_t count) {
    float top = -std::numeric_limits<float>::infinity();
#pragma omp simd reduction(max : top)
    for (std::int64_t i = 0; i < count; ++i) {
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
