// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/batch_packer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

using ::testing::ElementsAre;
using trutina::engine::BatchPacker;

namespace {

using Packs = std::vector<std::vector<std::int64_t>>; ///< places

Packs packed(BatchPacker packer, const std::vector<std::int64_t>& rows, std::int64_t first = 0) {
    Packs packs;
    for (auto place = first; place < static_cast<std::int64_t>(rows.size()); ++place) {
        if (packer.begins(place, rows[static_cast<std::size_t>(place)])) {
            packs.emplace_back();
        }
        packs.back().push_back(place);
    }
    return packs;
}

} // namespace

TEST(BatchPacker, FillsAPackUpToTheBudget) {
    EXPECT_THAT(packed({10, 64}, {4, 6, 5, 6, 1, 1}), ElementsAre(ElementsAre(0, 1), ElementsAre(2), ElementsAre(3, 4, 5)));
}

TEST(BatchPacker, ARequestBeyondTheBudgetIsAPackOfItsOwn) {
    EXPECT_THAT(packed({10, 64}, {3, 11, 3, 25}), ElementsAre(ElementsAre(0), ElementsAre(1), ElementsAre(2), ElementsAre(3)));
}

TEST(BatchPacker, NoPackHoldsRequestsOfTwoBlocks) {
    EXPECT_THAT(packed({1000, 3}, {1, 1, 1, 1, 1}), ElementsAre(ElementsAre(0, 1, 2), ElementsAre(3, 4)));
}

TEST(BatchPacker, RequestsWithoutRowsJoinAnyPackOfTheirBlock) {
    EXPECT_THAT(packed({10, 64}, {0, 12, 0, 10, 0}), ElementsAre(ElementsAre(0, 1, 2), ElementsAre(3, 4)))
        << "a failed request waits for no other and spoils none";
}

TEST(BatchPacker, PacksOfABlockDoNotDependOnWhatCameBefore) {
    std::mt19937 random(7);
    std::vector<std::int64_t> rows;
    for (int i = 0; i < 1000; ++i) {
        rows.push_back(static_cast<std::int64_t>(random() % 700));
    }
    const Packs whole = packed({4096, 64}, rows);
    for (std::int64_t first = 0; first < 1000; first += 64) {
        Packs expected;
        for (const auto& pack : whole) {
            if (pack.front() >= first) {
                expected.push_back(pack);
            }
        }
        EXPECT_EQ(packed({4096, 64}, rows, first), expected) << first;
    }
}

TEST(BatchPacker, AClosedPackTakesNoMore) {
    BatchPacker packer(10, 64);
    EXPECT_TRUE(packer.begins(0, 1));
    EXPECT_FALSE(packer.begins(1, 1));
    packer.close();
    EXPECT_TRUE(packer.begins(2, 1));
}
