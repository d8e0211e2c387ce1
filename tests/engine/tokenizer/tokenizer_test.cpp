// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/tokenizer/tokenizer.h"
#include "tests/support/golden.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace trutina::engine {

namespace {

using Ids = std::vector<std::int32_t>;

[[nodiscard]] std::filesystem::path modelFile() {
    return trutina::testing::goldenFile("checkpoints/nano/tokenizer.model");
}

[[nodiscard]] std::string codeOf(const auto& call) {
    try {
        call();
    } catch (const Failure& failure) {
        return failure.error().code;
    }
    return "no failure";
}

class TokenizerTest : public ::testing::Test {
  protected:
    const Tokenizer m_tokenizer{modelFile()};
};

TEST_F(TokenizerTest, InvalidBytesAreReadAsReplacementCharacters) {
    EXPECT_EQ(m_tokenizer.encode("a\xFFz", false), m_tokenizer.encode("a\uFFFDz", false));
    EXPECT_EQ(m_tokenizer.encode("\xC3", true), m_tokenizer.encode("\uFFFD", true));
}

TEST_F(TokenizerTest, ASpecialLiteralIsNotPartOfItsNeighbours) {
    Ids expected = m_tokenizer.encode("left", false);
    expected.push_back(2);
    const Ids right = m_tokenizer.encode("right", false);
    expected.insert(expected.end(), right.begin(), right.end());
    EXPECT_EQ(m_tokenizer.encode("left</s>right", false), expected);
}

TEST_F(TokenizerTest, SpecialLiteralsMayFollowEachOther) {
    EXPECT_EQ(m_tokenizer.encode("<s></s><unk></s", false).front(), 1);
}

TEST_F(TokenizerTest, AnUnfinishedLiteralIsText) {
    const Ids ids = m_tokenizer.encode("</s", false);
    EXPECT_THAT(ids, ::testing::Not(::testing::Contains(2)));
    EXPECT_EQ(m_tokenizer.decode(ids), "</s");
}

TEST_F(TokenizerTest, EveryPlainTextIsDecodedToItself) {
    for (const std::string text : {" leading and trailing ", "tabs\tand\r\nlines", "混合 text 🙂 ß", "x  y   z"}) {
        EXPECT_EQ(m_tokenizer.decode(m_tokenizer.encode(text, false)), text);
    }
}

TEST_F(TokenizerTest, BytePiecesThatAreNoTextBecomeReplacements) {
    EXPECT_EQ(m_tokenizer.decode({3 + 0xF0, 264}), "\uFFFDa");
}

TEST_F(TokenizerTest, PiecesHaveNames) {
    EXPECT_EQ(m_tokenizer.piece(2), "</s>");
    EXPECT_EQ(m_tokenizer.piece(92527), "[UNUSED_TOKEN_130]");
    EXPECT_EQ(m_tokenizer.piece(262), "\u2581");
}

TEST_F(TokenizerTest, IdsOutsideTheTableAreRefused) {
    EXPECT_EQ(codeOf([&] { static_cast<void>(m_tokenizer.piece(-1)); }), "tokenizer.id");
    EXPECT_EQ(codeOf([&] { static_cast<void>(m_tokenizer.piece(m_tokenizer.size())); }), "tokenizer.id");
    EXPECT_EQ(codeOf([&] { static_cast<void>(m_tokenizer.decode({5, -100})); }), "tokenizer.id");
}

TEST_F(TokenizerTest, AMegabyteOfTextIsEncodedWhole) {
    // Would not end in the life of a test run if the time grew with the square of the length.
    std::string text;
    while (text.size() < 1'000'000) {
        text += "A line of words, 世界, and [UNUSED_TOKEN_145] </s> numbers 12345.\n";
    }
    EXPECT_EQ(m_tokenizer.decode(m_tokenizer.encode(std::string(1'000'000, 'a'), false)).size(), 1'000'000U);
    EXPECT_EQ(m_tokenizer.decode(m_tokenizer.encode(std::string(1'000'000, ' '), false)).size(), 1'000'000U);
    const Ids ids = m_tokenizer.encode(text, false);
    EXPECT_EQ(std::count(ids.begin(), ids.end(), 2), std::count(text.begin(), text.end(), '\n'));
}

TEST_F(TokenizerTest, ThreadsMayShareOne) {
    const Ids expected = m_tokenizer.encode("shared by several threads", true);
    std::vector<Ids> results(4);
    {
        std::vector<std::jthread> threads;
        for (Ids& result : results) {
            threads.emplace_back([this, &result] {
                for (int i = 0; i < 50; ++i) {
                    result = m_tokenizer.encode("shared by several threads", true);
                }
            });
        }
    }
    EXPECT_THAT(results, ::testing::Each(expected));
}

TEST(TokenizerFile, AMissingFileIsNamed) {
    EXPECT_EQ(codeOf([] { const Tokenizer tokenizer("/nowhere/tokenizer.model"); }), "tokenizer.not_found");
}

TEST(TokenizerFile, AFolderIsNoModel) {
    const trutina::testing::TemporaryDirectory directory;
    EXPECT_EQ(codeOf([&] { const Tokenizer tokenizer(directory.path()); }), "tokenizer.damaged");
}

TEST(TokenizerFile, DamagedModelsAreRefused) {
    const trutina::testing::TemporaryDirectory directory;
    std::ifstream stream(modelFile(), std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(stream), {}};
    for (const std::string& content :
         {std::string(), std::string("no model at all"), whole.substr(0, 10), whole.substr(0, whole.size() / 2)}) {
        const auto file = directory.path() / "tokenizer.model";
        std::ofstream(file, std::ios::binary) << content;
        EXPECT_EQ(codeOf([&] { const Tokenizer tokenizer(file); }), "tokenizer.damaged") << content.size();
    }
}

} // namespace

} // namespace trutina::engine
