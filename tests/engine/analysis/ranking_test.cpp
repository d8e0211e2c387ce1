// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/ranking.h"
#include "tests/support/golden.h"

#include <gtest/gtest.h>

namespace trutina::engine {
namespace {

TEST(Ranking, OrdersAsTheReferenceDoes) {
    const auto golden = testing::goldenJson("batches.json");
    ASSERT_FALSE(golden.at("order").empty());
    for (const auto& entry : golden.at("order")) {
        EXPECT_EQ(descendingOrder(entry.at("scores").get<std::vector<float>>()), entry.at("order").get<std::vector<int>>())
            << entry;
    }
}

TEST(Ranking, NothingHasAnEmptyOrderAndNoLead) {
    EXPECT_TRUE(descendingOrder({}).empty());
    EXPECT_EQ(leadingMargin({}), 0);
    EXPECT_EQ(leadingMargin({3}), 0);
}

TEST(Ranking, TheLeadIsOverTheSecondBest) {
    EXPECT_DOUBLE_EQ(leadingMargin({1, 4, 2.5F}), 1.5);
    EXPECT_DOUBLE_EQ(leadingMargin({4, 4, 1}), 0);
}

TEST(Ranking, EqualScoresWinNothing) {
    EXPECT_FALSE(firstWins(1, 1));
    EXPECT_TRUE(firstWins(1.5F, 1));
    EXPECT_FALSE(firstWins(1, 1.5F));
}

} // namespace
} // namespace trutina::engine
