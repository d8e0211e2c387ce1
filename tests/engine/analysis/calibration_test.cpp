// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace trutina::engine {
namespace {

TEST(Calibration, NoLeadIsACoinAndSidesAddUpToOne) {
    EXPECT_DOUBLE_EQ(preferenceProbability(0), 0.5);
    for (const double margin : {0.3, 2.0, 9.0}) {
        EXPECT_NEAR(preferenceProbability(margin) + preferenceProbability(-margin), 1, 1e-12);
    }
}

TEST(Calibration, TheDefaultIsMoreModestThanPlainLogOdds) {
    EXPECT_NEAR(preferenceProbability(2.7), 1 / (1 + std::exp(-1.0)), 1e-12);
    EXPECT_LT(preferenceProbability(2), preferenceProbability(2, 1));
    // Observed for leads of 2 to 2.5: .66 (reward-model-behaviour.md).
    EXPECT_NEAR(preferenceProbability(2.25), 0.66, 0.05);
}

TEST(Calibration, ExtremeLeadsStayProbabilities) {
    EXPECT_EQ(preferenceProbability(1e6), 1);
    EXPECT_EQ(preferenceProbability(-1e6), 0);
    EXPECT_THROW((void)preferenceProbability(1, 0), std::invalid_argument);
    EXPECT_THROW((void)preferenceProbability(1, std::nan("")), std::invalid_argument);
}

} // namespace
} // namespace trutina::engine
