// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/prefix_cache.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <numeric>

namespace trutina::engine {
namespace {

using Codes = std::vector<std::int32_t>;
constexpr std::int64_t kRowBytes = 2 * 2 * 3 * 4; // two layers, keys and values, one head of three float32 values

class PrefixCacheTest : public ::testing::Test {
  protected:
    /// Rows whose values tell which they are: code by code.
    static std::shared_ptr<const KeyValues> blockOf(const Codes& codes) {
        auto block = std::make_shared<KeyValues>();
        const auto rows = at::tensor(codes, at::kFloat).view({1, -1, 1}).expand({1, -1, 3}).contiguous();
        for (int layer = 0; layer < 2; ++layer) {
            block->keys.push_back(rows + 1000 * layer);
            block->values.push_back(rows.neg());
        }
        return block;
    }
    /// Keeps what `codes` has beyond what is found.
    KeptPrefix keep(const Codes& codes, PrefixCache::Kind kind = PrefixCache::Kind::Beginning,
                    PrefixCache::Key key = {1.0, false}) {
        const auto prefix = m_cache.find(codes, static_cast<std::int64_t>(codes.size()), key);
        const auto known = rowsOf(prefix);
        if (known == static_cast<std::int64_t>(codes.size())) {
            return prefix;
        }
        return m_cache.insert(codes, key, prefix, blockOf(Codes(codes.begin() + known, codes.end())), kind);
    }
    std::int64_t found(const Codes& codes, PrefixCache::Key key = {1.0, false}) {
        const auto prefix = m_cache.find(codes, static_cast<std::int64_t>(codes.size()), key);
        std::size_t at = 0;
        for (const KeptPart& part : prefix) {
            for (std::int64_t row = part.rows.begin; row < part.rows.end; ++row, ++at) {
                EXPECT_EQ(part.block->keys[1][0][row][2].item<float>(), static_cast<float>(codes[at]) + 1000);
                EXPECT_EQ(part.block->values[0][0][row][0].item<float>(), -static_cast<float>(codes[at]));
            }
        }
        return rowsOf(prefix);
    }
    static Codes counted(std::int32_t first, std::int32_t count) {
        Codes codes(static_cast<std::size_t>(count));
        std::iota(codes.begin(), codes.end(), first);
        return codes;
    }
    static Codes joined(Codes a, const Codes& b) {
        a.insert(a.end(), b.begin(), b.end());
        return a;
    }

    c10::InferenceMode m_inference;
    PrefixCache m_cache{1 << 20};
};

TEST_F(PrefixCacheTest, TheLongestCommonBeginningIsFound) {
    keep({1, 2, 3, 4, 5});
    keep({1, 2, 3, 9, 9, 9});
    EXPECT_EQ(found({1, 2, 3, 9, 7}), 4);
    EXPECT_EQ(found({1, 2, 3, 4, 5, 6}), 5);
    EXPECT_EQ(found({2, 1}), 0);
    EXPECT_EQ(rowsOf(m_cache.find(Codes{1, 2, 3, 4, 5}, 2, {1.0, false})), 2) << "no more than is asked for";
}

TEST_F(PrefixCacheTest, AnotherRotaryBaseOrStrictnessIsAnotherBeginning) {
    keep({1, 2, 3});
    EXPECT_EQ(found({1, 2, 3}, {2.0, false}), 0);
    EXPECT_EQ(found({1, 2, 3}, {1.0, true}), 0);
}

TEST_F(PrefixCacheTest, MediaAreWhatTheyShow) {
    const auto cat = m_cache.codeOf("cat");
    EXPECT_LT(cat, 0);
    EXPECT_NE(cat, m_cache.codeOf("dog"));
    EXPECT_EQ(cat, m_cache.codeOf("cat"));
    keep({1, cat, cat, 5});
    for (int i = 0; i < 10'000; ++i) {
        (void)m_cache.codeOf("passing " + std::to_string(i)); // more than are remembered
    }
    EXPECT_EQ(cat, m_cache.codeOf("cat")) << "remembered as long as something of it is kept";
    EXPECT_EQ(found({1, cat, cat, 6}), 3);
}

TEST_F(PrefixCacheTest, BeginningsShareMemory) {
    const Codes prompt = counted(1, 100);
    keep(prompt);
    keep(joined(prompt, {7, 7}));
    keep(joined(prompt, {8, 8, 8}));
    EXPECT_EQ(m_cache.use().entries, 3);
    EXPECT_EQ(m_cache.use().bytes, 105 * kRowBytes);
}

TEST_F(PrefixCacheTest, WhatWasUsedLeastRecentlyGoesFirst) {
    m_cache.setBudget(25 * kRowBytes);
    keep(counted(100, 10));
    keep(counted(200, 10));
    EXPECT_EQ(found(counted(100, 10)), 10);
    keep(counted(300, 10));
    EXPECT_EQ(found(counted(200, 10)), 0);
    EXPECT_EQ(found(counted(100, 10)), 10);
    EXPECT_EQ(found(counted(300, 10)), 10);
    EXPECT_EQ(m_cache.use().bytes, 20 * kRowBytes);
    EXPECT_EQ(m_cache.use().budgetBytes, 25 * kRowBytes);
    m_cache.setBudget(0);
    EXPECT_EQ(m_cache.use().entries, 0);
    EXPECT_EQ(found(counted(100, 10)), 0);
    EXPECT_FALSE(m_cache.canHold(1));
}

TEST_F(PrefixCacheTest, WhatIsInUseOutlivesItsEntry) {
    keep(counted(1, 40));
    const auto prefix = m_cache.find(counted(1, 40), 40, {1.0, false});
    m_cache.setBudget(0);
    EXPECT_EQ(prefix[0].block->rows(), 40);
}

TEST_F(PrefixCacheTest, AnEditedTextTakesThePlaceOfItsLastVersion) {
    const Codes prompt = counted(1, 100);
    keep(prompt);
    Codes text = joined(prompt, counted(500, 60));
    keep(text, PrefixCache::Kind::Edited);
    for (int key = 0; key < 50; ++key) { // the last token is always another one, as the end of a template is
        text.back() = 900 + key;
        text.push_back(2);
        EXPECT_EQ(found(text), 159 + key);
        const auto kept = keep(text, PrefixCache::Kind::Edited);
        EXPECT_EQ(kept.size(), 2U) << "the prompt and the text";
    }
    EXPECT_EQ(m_cache.use().entries, 2);
    EXPECT_EQ(m_cache.use().bytes, (100 + 110) * kRowBytes);
    EXPECT_EQ(found(prompt), 100);
}

TEST_F(PrefixCacheTest, ALongChainOfBeginningsStaysShort) {
    Codes codes = counted(1, 10);
    for (std::int32_t turn = 0; turn < 12; ++turn) {
        codes = joined(codes, counted(100 * turn, 10));
        EXPECT_LE(keep(codes).size(), 4U);
    }
    EXPECT_EQ(found(codes), 130);
}

TEST_F(PrefixCacheTest, ABeginningThatSavesNothingIsNotTaken) {
    keep(counted(1, 4));
    EXPECT_EQ(found(joined(counted(1, 4), counted(100, 100))), 4);
    EXPECT_EQ(found(joined(counted(1, 4), counted(100, 200))), 0) << "joining it would cost more than computing it";
}

} // namespace
} // namespace trutina::engine
