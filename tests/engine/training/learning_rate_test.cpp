// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/learning_rate.h"

#include <gtest/gtest.h>

namespace trutina::engine {
namespace {

TEST(LearningRateSchedule, RisesFromZeroThenFallsAlongHalfACosine) {
    const auto schedule = LearningRateSchedule::of(2.0, 1000, 0.01);
    EXPECT_EQ(schedule.warmupSteps, 10);
    EXPECT_DOUBLE_EQ(schedule.at(0), 0.0);
    EXPECT_DOUBLE_EQ(schedule.at(5), 1.0);
    EXPECT_DOUBLE_EQ(schedule.at(10), 2.0);
    EXPECT_NEAR(schedule.at(505), 1.0, 1e-12);
    EXPECT_NEAR(schedule.at(1000), 0.0, 1e-12);
}

TEST(LearningRateSchedule, EndsAtTheShareOfThePeakThatIsAskedFor) {
    const auto schedule = LearningRateSchedule::of(2.0, 1000, 0.01, 0.05);
    EXPECT_DOUBLE_EQ(schedule.at(10), 2.0);
    EXPECT_NEAR(schedule.at(505), 2.0 * (0.05 + 0.95 / 2), 1e-9);
    EXPECT_NEAR(schedule.at(1000), 0.1, 1e-9);
}

TEST(LearningRateSchedule, WarmsUpForOneStepAtLeast) {
    const auto schedule = LearningRateSchedule::of(1.0, 5, 0.01);
    EXPECT_EQ(schedule.warmupSteps, 1);
    EXPECT_DOUBLE_EQ(schedule.at(0), 0.0);
    EXPECT_DOUBLE_EQ(schedule.at(1), 1.0);
    EXPECT_NEAR(schedule.at(2), 0.8535533905932737, 1e-15);
}

} // namespace
} // namespace trutina::engine
