// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/harness/figure.h"

#include <gtest/gtest.h>

#include <limits>

namespace trutina::bench {

namespace {

Figure steadyFigure(double value, Goal goal) {
    Figure figure;
    figure.name = "P0";
    figure.value = value;
    figure.goal = goal;
    figure.sides = {{"one", {1.00, 1.02, 1.05}}, {"other", {2.0, 2.1, 2.2}}};
    return figure;
}

} // namespace

TEST(Judgement, ARatioOnTheGoalReachesIt) {
    EXPECT_EQ(judge(steadyFigure(0.9, atLeast(0.9)), {}).verdict, Verdict::Reached);
    EXPECT_EQ(judge(steadyFigure(0.89, atLeast(0.9)), {}).verdict, Verdict::Missed);
    EXPECT_EQ(judge(steadyFigure(1.1, atMost(1.1)), {}).verdict, Verdict::Reached);
    EXPECT_EQ(judge(steadyFigure(1.11, atMost(1.1)), {}).verdict, Verdict::Missed);
}

TEST(Judgement, ABusyMachineIsNotJudged) {
    const auto judgement = judge(steadyFigure(2, atLeast(1)), {.loadBefore = 0.6});
    EXPECT_EQ(judgement.verdict, Verdict::NotJudged);
    EXPECT_NE(judgement.reason.find("busy"), std::string::npos);
    EXPECT_EQ(judge(steadyFigure(2, atLeast(1)), {.loadBefore = 0.5}).verdict, Verdict::Reached);
}

TEST(Judgement, ASideThatIsNotSteadyIsNamedAndNotJudged) {
    auto figure = steadyFigure(2, atLeast(1));
    figure.sides[1].seconds = {2.0, 2.1, 2.5};
    const auto judgement = judge(figure, {});
    EXPECT_EQ(judgement.verdict, Verdict::NotJudged);
    EXPECT_NE(judgement.reason.find("\"other\""), std::string::npos);
}

TEST(Judgement, AForcedRunIsReportedOnly) {
    EXPECT_EQ(judge(steadyFigure(2, atLeast(1)), {.isForced = true}).verdict, Verdict::NotJudged);
}

TEST(Judgement, WithoutAGoalThereIsNothingToJudge) {
    auto figure = steadyFigure(2, atLeast(1));
    figure.goal.reset();
    EXPECT_EQ(judge(figure, {}).verdict, Verdict::NoGoal);
}

TEST(Judgement, WhatIsWrongWithAFigureOutweighsItsValue) {
    auto figure = steadyFigure(2, atLeast(1));
    figure.fault = "the kept prefix was not used";
    EXPECT_EQ(judge(figure, {}).verdict, Verdict::Faulty);
    EXPECT_EQ(judge(figure, {.isForced = true}).reason, figure.fault);
    EXPECT_EQ(judge(steadyFigure(std::numeric_limits<double>::quiet_NaN(), atLeast(1)), {}).verdict, Verdict::Faulty);
}

} // namespace trutina::bench
