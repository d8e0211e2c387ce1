// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trutina::engine {

LearningRateSchedule LearningRateSchedule::of(double peak, std::int64_t totalSteps, double warmupRatio, double finalRatio) {
    const auto warmup = static_cast<std::int64_t>(std::ceil(static_cast<double>(totalSteps) * warmupRatio));
    return {peak, totalSteps, std::max<std::int64_t>(1, warmup), finalRatio};
}

double LearningRateSchedule::at(std::int64_t step) const {
    if (step < warmupSteps) {
        return peak * static_cast<double>(step) / static_cast<double>(warmupSteps);
    }
    const auto span = static_cast<double>(std::max<std::int64_t>(1, totalSteps - warmupSteps));
    const double progress = static_cast<double>(step - warmupSteps) / span;
    return peak * (finalRatio + (1 - finalRatio) * std::max(0.0, 0.5 * (1 + std::cos(std::numbers::pi * progress))));
}

} // namespace trutina::engine
