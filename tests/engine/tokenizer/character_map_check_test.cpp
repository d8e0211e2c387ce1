// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tokenizer/character_map_check.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace trutina::engine {
namespace {

using namespace std::string_literals;

/// A map that turns "a" into "b": its root leads to the block of 256 units behind it, where "a" has a value at its own offset.
struct Map {
    static constexpr std::uint32_t kBlock = 256;

    std::vector<std::uint32_t> units = std::vector<std::uint32_t>(2 * kBlock);
    std::string texts = "b\0"s;

    Map() {
        units[0] = offset(kBlock);
        units[kBlock ^ 'a'] = offset('a' ^ 'z') | 1U << 8U | 'a'; // to the place of "z" in the same block
        units[kBlock ^ 'z'] = 1U << 31U;                          // the first of the texts
    }
    static std::uint32_t offset(std::uint32_t value) { return value << 10U; }
    [[nodiscard]] std::string bytes() const {
        std::string all;
        const auto add = [&all](std::uint32_t word) {
            for (unsigned byte = 0; byte < 4; ++byte) {
                all += static_cast<char>(word >> (8 * byte) & 0xFFU);
            }
        };
        add(static_cast<std::uint32_t>(units.size() * 4));
        for (const std::uint32_t unit : units) {
            add(unit);
        }
        return all + texts;
    }
};

TEST(CharacterMapCheck, TakesSoundMaps) {
    EXPECT_TRUE(isSoundCharacterMap(""));
    EXPECT_TRUE(isSoundCharacterMap(Map().bytes()));
}

TEST(CharacterMapCheck, RefusesWaysOutOfTheTrie) {
    Map map;
    map.units[7] = Map::offset(2 * Map::kBlock);
    EXPECT_FALSE(isSoundCharacterMap(map.bytes()));
    map.units[7] = 1U << 10U | 1U << 9U; // the offset 256, told in blocks
    EXPECT_TRUE(isSoundCharacterMap(map.bytes()));
    map.units[7] = 2U << 10U | 1U << 9U;
    EXPECT_FALSE(isSoundCharacterMap(map.bytes()));
    map = Map();
    map.units.pop_back(); // the last block is not whole
    EXPECT_FALSE(isSoundCharacterMap(map.bytes()));
}

TEST(CharacterMapCheck, RefusesValuesBehindTheTexts) {
    Map map;
    map.units[Map::kBlock ^ 'z'] = 1U << 31U | 1U;
    EXPECT_TRUE(isSoundCharacterMap(map.bytes())) << "the NUL at the end is an empty text";
    map.units[Map::kBlock ^ 'z'] = 1U << 31U | 2U;
    EXPECT_FALSE(isSoundCharacterMap(map.bytes()));
}

TEST(CharacterMapCheck, RefusesSizesAndEndsThatAreWrong) {
    Map map;
    map.texts = "b";
    EXPECT_FALSE(isSoundCharacterMap(map.bytes()));
    map.texts = "";
    EXPECT_FALSE(isSoundCharacterMap(map.bytes()));
    const std::string whole = Map().bytes();
    for (const std::size_t size : {std::size_t{1}, std::size_t{4}, std::size_t{5}, std::size_t{400}, whole.size() - 2}) {
        EXPECT_FALSE(isSoundCharacterMap(whole.substr(0, size))) << size;
    }
    EXPECT_FALSE(isSoundCharacterMap("\0\0\0\0\0"s));
}

} // namespace
} // namespace trutina::engine
