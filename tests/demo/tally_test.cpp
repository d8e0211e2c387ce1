// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/tally.h"

#include <gtest/gtest.h>

using namespace trutina::demo;

TEST(DemoTally, ATieIsWrong) {
    Tally tally;
    tally.add(Kind::Sum, {"a", "b"}, 0, {1, 1});
    tally.add(Kind::Sum, {"a", "b"}, 1, {1, 2});
    EXPECT_EQ(tally.overall().accuracy(), 0.5);
    EXPECT_EQ(tally.kinds().at(Kind::Sum).count, 2);
}

TEST(DemoTally, BaselinesChooseTheLongerAndTheFirst) {
    Tally tally;
    tally.add(Kind::Sum, {"longer", "short"}, 0, {0, 0});
    tally.add(Kind::Sum, {"longer", "short"}, 1, {0, 0});
    tally.add(Kind::Sum, {"equal", "equal"}, 1, {0, 0});
    EXPECT_DOUBLE_EQ(tally.longer().accuracy(), 0.5);
    EXPECT_NEAR(tally.first().accuracy(), 1.0 / 3, 1e-12);
}

TEST(DemoTally, CorrelatesScoresWithCharacters) {
    Tally tally;
    tally.add(Kind::Sum, {"1", "22"}, 0, {10, 20});
    tally.add(Kind::Sum, {"333", "\u00e4\u00e4\u00e4\u00e4"}, 0, {30, 40});
    EXPECT_NEAR(tally.lengthCorrelation(), 1, 1e-12);
    Tally flat;
    flat.add(Kind::Sum, {"1", "22"}, 0, {3, 3});
    EXPECT_EQ(flat.lengthCorrelation(), 0);
}

TEST(DemoTally, WilsonsIntervalIsTheKnownOne) {
    Share share;
    for (int i = 0; i < 100; ++i) {
        share.add(i < 90 ? 1 : 0);
    }
    const auto [low, high] = share.interval();
    EXPECT_NEAR(low, 0.8256, 1e-4);
    EXPECT_NEAR(high, 0.9448, 1e-4);
}

TEST(DemoTally, BlindScoresCountByMedia) {
    Tally tally;
    tally.addBlind(Kind::Count, 0, {2, 1});
    tally.addBlind(Kind::Colour, 0, {1, 2});
    EXPECT_EQ(tally.blind().at(MediaKind::Picture).accuracy(), 0.5);
    EXPECT_EQ(tally.overall().count, 0);
}
