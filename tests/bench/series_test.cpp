// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/harness/interleaving.h"
#include "tests/bench/harness/series.h"

#include <gtest/gtest.h>

namespace trutina::bench {

TEST(Series, MedianIsTheMiddleValueOrTheMeanOfTheTwoMiddleOnes) {
    EXPECT_EQ(median({3}), 3);
    EXPECT_EQ(median({9, 1, 4}), 4);
    EXPECT_EQ(median({8, 1, 2, 100}), 5);
}

TEST(Series, SpreadIsTheRangeAsAShareOfTheMedian) {
    EXPECT_DOUBLE_EQ(spread({9, 10, 11}), 0.2);
    EXPECT_EQ(spread({7, 7}), 0);
}

TEST(Series, RateIsFlopOverTheMedianTime) {
    EXPECT_DOUBLE_EQ(gigaflops({"side", {1, 2, 30}, 4e9}), 2);
}

TEST(Interleaving, SidesTakeTurnsAndWarmUpsAreNotCounted) {
    std::string order;
    const auto side = [&](char name, double seconds) {
        return Side{{name}, [&order, name, seconds] {
                        order += name;
                        return seconds;
                    }};
    };
    const auto series = measureInterleaved({side('A', 1), side('B', 2)}, {1, 3});
    EXPECT_EQ(order, "ABABABAB");
    ASSERT_EQ(series.size(), 2U);
    EXPECT_EQ(series[0].seconds, (std::vector<double>{1, 1, 1}));
    EXPECT_EQ(series[1].seconds, (std::vector<double>{2, 2, 2}));
}

TEST(Interleaving, AWarmUpOfItsOwnReplacesTheRepetition) {
    int warmUps = 0;
    int repetitions = 0;
    const Side side{"A",
                    [&] {
                        ++repetitions;
                        return 1.0;
                    },
                    5e9, [&] { ++warmUps; }};
    const auto series = measureInterleaved({side}, {1, 2});
    EXPECT_EQ(warmUps, 1);
    EXPECT_EQ(repetitions, 2);
    EXPECT_EQ(series.front().flop, 5e9);
}

} // namespace trutina::bench
