// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/frame_sampling.h"

#include <algorithm>
#include <cmath>

namespace trutina::engine {

std::vector<std::int64_t> sampleFrames(std::int64_t frames, double framesPerSecond) {
    constexpr std::int64_t maximalSamples = 32;
    constexpr double maximalStride = 1e9; // no real rate; keeps the conversion defined
    // nearbyint rounds halves to even in the default mode, as the reference's rounding does.
    const double rounded = std::isfinite(framesPerSecond) ? std::nearbyint(framesPerSecond) : 1.0;
    const auto stride = static_cast<std::int64_t>(std::clamp(rounded, 1.0, maximalStride));
    const std::int64_t candidates = frames <= 0 ? 0 : (frames - 1) / stride + 1;
    std::vector<std::int64_t> sampled;
    if (candidates <= maximalSamples) {
        for (std::int64_t i = 0; i < candidates; ++i) {
            sampled.push_back(i * stride);
        }
        return sampled;
    }
    const double step = static_cast<double>(candidates) / (maximalSamples + 1);
    for (std::int64_t i = 0; i < maximalSamples; ++i) {
        sampled.push_back(static_cast<std::int64_t>(static_cast<double>(i) * step) * stride);
    }
    return sampled;
}

} // namespace trutina::engine
