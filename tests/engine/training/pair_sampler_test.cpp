// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/pair_sampler.h"

#include <gtest/gtest.h>

#include <map>

namespace trutina::engine {
namespace {

TEST(PairSampler, TakesTwoMultiModalBatchesThenOneOfText) {
    const PairSampler sampler({{100, true}, {50, false}}, 1);
    for (std::int64_t batch = 0; batch < 30; ++batch) {
        for (const auto& pick : sampler.batch(batch, 4)) {
            EXPECT_EQ(pick.set, batch % 3 == 2 ? 1U : 0U) << "batch " << batch;
        }
    }
}

TEST(PairSampler, TakesWhatThereIsWhereOneKindIsMissing) {
    EXPECT_EQ(PairSampler({{5, false}}, 1).batch(0, 2).size(), 2U);
    EXPECT_EQ(PairSampler({{5, true}, {0, false}}, 1).batch(2, 1).front().set, 0U);
    EXPECT_TRUE(PairSampler({{0, true}}, 1).batch(0, 2).empty());
}

TEST(PairSampler, DrawsSetsInProportionToTheirSizes) {
    const PairSampler sampler({{300, false}, {100, false}, {7, true}}, 3);
    std::map<std::size_t, int> drawn;
    constexpr int kBatches = 9000;
    for (std::int64_t batch = 0; batch < kBatches; ++batch) {
        const auto picks = sampler.batch(batch, 2);
        EXPECT_EQ(picks[0].set, picks[1].set) << "a batch is never mixed";
        ++drawn[picks[0].set];
    }
    EXPECT_EQ(drawn[2], kBatches * 2 / 3);
    EXPECT_NEAR(static_cast<double>(drawn[0]) / (drawn[0] + drawn[1]), 0.75, 0.03);
}

TEST(PairSampler, ABatchDependsOnSeedAndNumberAlone) {
    const std::vector<PairSampler::Set> sets{{1000, true}, {1000, false}};
    const PairSampler first(sets, 5);
    const PairSampler second(sets, 5);
    static_cast<void>(second.batch(3, 8));
    EXPECT_EQ(first.batch(17, 8), second.batch(17, 8));
    EXPECT_NE(first.batch(17, 8), PairSampler(sets, 6).batch(17, 8));
    EXPECT_NE(first.batch(17, 8), first.batch(18, 8));
}

} // namespace
} // namespace trutina::engine
