// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/tokenizer/chat_template.h"
#include "engine/tokenizer/tokenizer.h"
#include "tests/support/golden.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace trutina::engine {

namespace {

using Ids = std::vector<std::int32_t>;

const Tokenizer& goldenTokenizer() {
    static const Tokenizer tokenizer(trutina::testing::goldenFile("checkpoints/nano/tokenizer.model"));
    return tokenizer;
}

TEST(TokenizerGolden, EveryTextHasItsIds) {
    const auto cases = trutina::testing::goldenJson("tokenizer.json").at("cases");
    ASSERT_GE(cases.size(), 303U);
    for (const auto& entry : cases) {
        const auto text = entry.at("text").get<std::string>();
        EXPECT_EQ(goldenTokenizer().encode(text, false), entry.at("ids").get<Ids>()) << text;
    }
}

TEST(TokenizerGolden, EveryListOfIdsHasItsText) {
    const auto entries = trutina::testing::goldenJson("tokenizer.json").at("cases");
    for (const auto& entry : entries) {
        const auto expected = entry.contains("decoded") ? entry.at("decoded") : entry.at("text");
        EXPECT_EQ(goldenTokenizer().decode(entry.at("ids").get<Ids>()), expected.get<std::string>());
    }
}

TEST(TokenizerGolden, BosStandsInFrontOfTheWholeResult) {
    const auto entries = trutina::testing::goldenJson("tokenizer.json").at("cases");
    for (const auto& entry : entries) {
        Ids expected = entry.at("ids").get<Ids>();
        expected.insert(expected.begin(), 1);
        EXPECT_EQ(goldenTokenizer().encode(entry.at("text").get<std::string>(), true), expected);
    }
}

TEST(TokenizerGolden, ExamplesOfTheSpecificationHold) {
    using namespace std::string_literals;
    const std::vector<std::pair<std::string, Ids>> examples{
        {"", {1}},
        {"Hello, world!", {1, 9843, 328, 2028, 346}},
        {" Hello, world!", {1, 22190, 328, 2028, 346}},
        {"Hello world ", {1, 9843, 2028, 262}},
        {"  two  spaces", {1, 387, 19963, 387, 43842}},
        {"你好，世界。浦语·灵笔", {1, 77230, 60353, 68339, 60355, 62442, 60752, 60721, 61255, 61104}},
        {"def f(x):\n    return x**2 + 1\n", {1, 882, 413, 2226, 1122, 388, 821, 991, 465, 314, 619, 262, 312, 364}},
        {"😀👍🏽", {1, 243, 162, 155, 131, 243, 162, 148, 144, 243, 162, 146, 192}},
        {"a\n\nb\t\tc", {1, 264, 402, 260, 429, 271}},
        {"In 2024, 3.14159 and 1234567890",
         {1, 772, 262, 638, 1311, 328, 262, 308, 281, 1101, 10981, 454, 262, 4575, 10877, 2590, 2065}},
        {"<s>x</s> y <unk>", {1, 1, 274, 2, 509, 262, 0}},
        {"[UNUSED_TOKEN_147]", {1, 336, 2010, 15927, 18827, 284, 10218, 332}},
        {"\u3000全角\uFF21", {1, 60975, 60495, 60709, 66844}},
        {"Image1 <ImageHere>; ", {1, 2056, 312, 497, 2056, 8554, 330, 329, 262}},
        {" ", {1, 262}},
        {"\n", {1, 364}},
        {"\0\x7f"s, {1, 354, 386}},
        {"\u2581x", {1, 991}},
        {"<|im_start|>", {1, 333, 352, 449, 5064, 352, 330}},
    };
    for (const auto& [text, ids] : examples) {
        EXPECT_EQ(goldenTokenizer().encode(text, true), ids) << text;
    }
    EXPECT_EQ(goldenTokenizer().encode("x[UNUSED_TOKEN_145]y", false), (Ids{274, 92542, 282}));
}

TEST(TokenizerGolden, AChatEndsInTheRewardToken) {
    const std::string text = chatText({{"user", "Hi"}, {"assistant", "Hello!"}});
    EXPECT_EQ(goldenTokenizer().encode(text, true),
              (Ids{1, 92543, 1008, 364, 13195, 92542, 364, 92543, 525, 11353, 364, 9843, 346, 92542, 364, 2, 92527}));
    EXPECT_EQ(goldenTokenizer().size(), 92544);
}

TEST(TokenizerGolden, EveryScoredConversationHasItsTextIds) {
    const auto cases = trutina::testing::goldenJson("scores.json").at("cases");
    ASSERT_FALSE(cases.empty());
    for (const auto& entry : cases) {
        std::vector<Message> messages;
        for (const auto& message : entry.at("chat")) {
            messages.push_back({message.at("role").get<std::string>(), message.at("content").get<std::string>()});
        }
        const auto parts = interleave(goldenTokenizer(), chatText(messages), static_cast<int>(entry.at("images").size()));

        // Media lengths are those of the golden file: what is checked here is where they stand and which text surrounds them.
        const auto maxLength = entry.at("max_length").get<std::size_t>();
        const auto positions = entry.at("image_positions").get<std::vector<std::pair<std::size_t, std::size_t>>>();
        Ids text;
        std::size_t length = 0;
        std::size_t media = 0; // stretches: media that follow each other directly are one
        bool followsMedia = false;
        for (const SequencePart& part : parts) {
            if (length >= maxLength) {
                break;
            }
            const bool continuesStretch = followsMedia && part.media >= 0;
            followsMedia = part.media >= 0;
            if (continuesStretch) {
                continue;
            }
            if (part.media >= 0) {
                ASSERT_LT(media, positions.size()) << entry.at("name");
                EXPECT_EQ(positions[media].first, length) << entry.at("name");
                length += positions[media].second;
                ++media;
                continue;
            }
            const std::size_t kept = std::min(part.ids.size(), maxLength - length);
            text.insert(text.end(), part.ids.begin(), part.ids.begin() + static_cast<std::ptrdiff_t>(kept));
            length += kept;
        }
        EXPECT_EQ(media, positions.size()) << entry.at("name");
        EXPECT_EQ(length, entry.at("length").get<std::size_t>()) << entry.at("name");
        if (entry.contains("text_ids")) {
            EXPECT_EQ(text, entry.at("text_ids").get<Ids>()) << entry.at("name");
        }
        std::uint32_t checksum = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            checksum += static_cast<std::uint32_t>(i + 1) * static_cast<std::uint32_t>(text[i]);
        }
        EXPECT_EQ(checksum, entry.at("text_ids_checksum").get<std::uint32_t>()) << entry.at("name");
    }
}

TEST(TokenizerGolden, RolesThatTheReferenceRefusesAreRefused) {
    const auto entries = trutina::testing::goldenJson("errors.json").at("calls");
    for (const auto& entry : entries) {
        if (!entry.at("name").get<std::string>().starts_with("role")) {
            continue;
        }
        const auto& message = entry.at("chat").at(0);
        try {
            static_cast<void>(chatText({{message.at("role").get<std::string>(), message.at("content").get<std::string>()}}));
            ADD_FAILURE() << entry;
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.error().code, "conversation.role");
        }
    }
}

} // namespace

} // namespace trutina::engine
