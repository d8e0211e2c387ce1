// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

/// For functions whose loops are plain arithmetic, so that the compiler makes vectors of them: one version for each width of
/// registers, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TRUTINA_WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TRUTINA_WIDEST
#endif

namespace trutina::engine {

/// The value of a bfloat16.
inline float widened(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// The nearest bfloat16, ties to even. Not a number stays one.
inline std::uint16_t narrowed(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16;
    return static_cast<std::uint16_t>((bits & 0x7fffffffU) > 0x7f800000U ? 0x7fc0U : rounded);
}

/// e^x within 2e-7 of it, relatively; beyond -87 and 88 it stays what it is there.
inline float exponential(float x) {
    constexpr float kLogTwoOfE = 1.44269504F;
    constexpr float kRounder = 12582912.0F; // 1.5 * 2^23: adding it leaves no room for a fraction
    const float y = std::min(std::max(x, -87.0F), 88.0F) * kLogTwoOfE;
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

} // namespace trutina::engine
