// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/shard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

using namespace trutina::cli;

TEST(Shard, IsReadFromItsText) {
    EXPECT_EQ(shardOf("1/1"), (Shard{1, 1}));
    EXPECT_EQ(shardOf("3/16"), (Shard{3, 16}));
    for (const char* wrong : {"", "1", "/", "1/", "/2", "0/2", "3/2", "-1/2", "1/-2", "1/2/3", " 1/2", "1 /2", "a/b", "1.0/2",
                              "1/99999999999999999999", "1/1000001"}) {
        EXPECT_FALSE(shardOf(wrong)) << wrong;
    }
}

TEST(Shard, PartsAreDisjointCompleteAndOfWholeBlocks) {
    for (const std::int64_t records : {0, 1, 63, 64, 65, 640, 1000, 10007}) {
        for (const std::int64_t count : {1, 2, 3, 7, 200}) {
            std::int64_t end = 0;
            std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
            std::int64_t most = 0;
            for (std::int64_t number = 1; number <= count; ++number) {
                const RecordRange range = recordsOf({number, count}, records, 64);
                EXPECT_EQ(range.begin, end);
                EXPECT_TRUE(range.begin % 64 == 0 || range.begin == records);
                EXPECT_LE(range.begin, range.end);
                const std::int64_t blocks = (range.end - range.begin + 63) / 64;
                fewest = std::min(fewest, blocks);
                most = std::max(most, blocks);
                end = range.end;
            }
            EXPECT_EQ(end, records);
            EXPECT_LE(most - fewest, 1) << records << " records in " << count << " parts";
        }
    }
}
