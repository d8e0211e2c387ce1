// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace trutina::engine {

/// Linear warm-up from zero, then half a cosine down to a share of the peak: zero in the specification (8.2).
struct LearningRateSchedule {
    double peak = 1e-5;
    std::int64_t totalSteps = 1;
    std::int64_t warmupSteps = 1; ///< at least 1: the first step has learning rate 0

    double finalRatio = 0; ///< of the peak, where the cosine ends

    [[nodiscard]] static LearningRateSchedule of(double peak, std::int64_t totalSteps, double warmupRatio, double finalRatio = 0);
    /// For the step that is about to be taken, counted from 0.
    [[nodiscard]] double at(std::int64_t step) const;
};

} // namespace trutina::engine
