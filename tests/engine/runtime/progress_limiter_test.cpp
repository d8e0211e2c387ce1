// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/progress_limiter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace trutina::engine;
using namespace std::chrono_literals;

namespace {

class ProgressLimiterTest : public ::testing::Test {
  protected:
    ProgressLimiterTest()
        : limiter([this](const ShownProgress& progress) { shown.push_back(progress); }, [this] { return now; }) {}

    void reportAfter(std::chrono::milliseconds pause, double fraction, Stage stage = Stage::ReadingPrompt,
                     const std::string& detail = {}) {
        now += pause;
        limiter.report({stage, fraction, detail});
    }

    std::chrono::steady_clock::time_point now{1h};
    std::vector<ShownProgress> shown;
    ProgressLimiter limiter;
};

} // namespace

TEST_F(ProgressLimiterTest, PassesTheFirstReportAtOnce) {
    reportAfter(0ms, 0.1);
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_DOUBLE_EQ(shown[0].progress.fraction, 0.1);
}

TEST_F(ProgressLimiterTest, PassesAtMostThirtyReportsASecond) {
    for (int i = 0; i < 1000; ++i) {
        reportAfter(1ms, i / 1000.0);
    }
    EXPECT_LE(shown.size(), 31U);
    EXPECT_GE(shown.size(), 25U);
}

TEST_F(ProgressLimiterTest, DeliversTheLastValueOnFlush) {
    reportAfter(0ms, 0.1);
    reportAfter(1ms, 0.2);
    reportAfter(1ms, 0.3, Stage::ReadingPrompt, "layer 3");
    ASSERT_EQ(shown.size(), 1U);
    limiter.flush();
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_DOUBLE_EQ(shown[1].progress.fraction, 0.3);
    EXPECT_EQ(shown[1].progress.detail, "layer 3");
}

TEST_F(ProgressLimiterTest, FlushWithoutAnythingKeptPassesNothing) {
    limiter.flush();
    reportAfter(0ms, 0.1);
    limiter.flush();
    EXPECT_EQ(shown.size(), 1U);
}

TEST_F(ProgressLimiterTest, PassesANewStageAtOnce) {
    reportAfter(0ms, 0.1, Stage::DecodingMedia);
    reportAfter(1ms, 0.2, Stage::EncodingMedia);
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[1].progress.stage, Stage::EncodingMedia);
}

TEST_F(ProgressLimiterTest, NeverLetsTheFractionFall) {
    reportAfter(0ms, 0.5);
    reportAfter(100ms, 0.2);
    reportAfter(100ms, 0.6);
    ASSERT_EQ(shown.size(), 3U);
    EXPECT_DOUBLE_EQ(shown[1].progress.fraction, 0.5);
    EXPECT_DOUBLE_EQ(shown[2].progress.fraction, 0.6);
}

TEST_F(ProgressLimiterTest, KeepsTheFractionBetweenZeroAndOne) {
    reportAfter(0ms, -3);
    reportAfter(100ms, std::numeric_limits<double>::quiet_NaN());
    reportAfter(100ms, 7);
    ASSERT_EQ(shown.size(), 3U);
    EXPECT_DOUBLE_EQ(shown[0].progress.fraction, 0);
    EXPECT_DOUBLE_EQ(shown[1].progress.fraction, 0);
    EXPECT_DOUBLE_EQ(shown[2].progress.fraction, 1);
}

TEST_F(ProgressLimiterTest, EstimatesTheTimeLeftFromWhatIsDone) {
    reportAfter(100ms, 0.2);
    EXPECT_FALSE(shown.back().secondsLeft.has_value()) << "too early to tell";
    reportAfter(1900ms, 0.25);
    ASSERT_TRUE(shown.back().secondsLeft.has_value());
    EXPECT_DOUBLE_EQ(*shown.back().secondsLeft, 6.0);
    reportAfter(1000ms, 1.0);
    EXPECT_DOUBLE_EQ(*shown.back().secondsLeft, 0.0);
}

TEST_F(ProgressLimiterTest, GivesNoEstimateWhileNothingIsDone) {
    reportAfter(60'000ms, 0);
    EXPECT_FALSE(shown.back().secondsLeft.has_value());
}
