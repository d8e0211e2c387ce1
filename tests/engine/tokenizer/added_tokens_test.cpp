// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/tokenizer/added_tokens.h"
#include "engine/tokenizer/tokenizer.h"
#include "tests/support/golden.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace trutina::engine {

namespace {

class AddedTokensTest : public ::testing::Test {
  protected:
    void writeConfig(const std::string& text) const { std::ofstream(m_directory.path() / "tokenizer_config.json") << text; }
    [[nodiscard]] AddedTokens read() const { return readAddedTokens(m_directory.path()); }
    void expectRefused(const std::string& text) const {
        writeConfig(text);
        try {
            static_cast<void>(read());
            ADD_FAILURE() << text << " was accepted";
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.error().code, "tokenizer.config");
        }
    }

    trutina::testing::TemporaryDirectory m_directory;
};

TEST_F(AddedTokensTest, AFolderWithoutConfigurationDeclaresNone) {
    EXPECT_TRUE(read().empty());
}

TEST_F(AddedTokensTest, AConfigurationWithoutTheKeyDeclaresNone) {
    writeConfig(R"({"tokenizer_class": "InternLM2Tokenizer"})");
    EXPECT_TRUE(read().empty());
}

TEST_F(AddedTokensTest, LiteralsAndIdsAreRead) {
    writeConfig(R"({"added_tokens_decoder": {"92543": {"content": "<|im_start|>", "lstrip": false}, "2": {"content": "</s>"}}})");
    EXPECT_EQ(read(), (AddedTokens{{"</s>", 2}, {"<|im_start|>", 92543}}));
}

TEST_F(AddedTokensTest, DamagedConfigurationsAreRefused) {
    expectRefused("");
    expectRefused("[]");
    expectRefused(R"({"added_tokens_decoder": []})");
    expectRefused(R"({"added_tokens_decoder": {"7": "text"}})");
    expectRefused(R"({"added_tokens_decoder": {"7": {"content": ""}}})");
    expectRefused(R"({"added_tokens_decoder": {"seven": {"content": "x"}}})");
    expectRefused(R"({"added_tokens_decoder": {"-7": {"content": "x"}}})");
}

TEST_F(AddedTokensTest, AliasesAreTokensOnlyWhenTheyAreAskedFor) {
    writeConfig(R"({"added_tokens_decoder": {"92543": {"content": "<|im_start|>"}}})");
    const auto file = trutina::testing::goldenFile("checkpoints/nano/tokenizer.model");
    const Tokenizer plain(file);
    const auto asText = plain.encode("<|im_start|>", false);
    EXPECT_EQ(asText, (std::vector<std::int32_t>{333, 352, 449, 5064, 352, 330}));
    EXPECT_EQ(Tokenizer(file, read()).encode("a<|im_start|>", false), (std::vector<std::int32_t>{264, 92543}));
}

TEST_F(AddedTokensTest, AnIdBeyondTheTableIsRefused) {
    const auto file = trutina::testing::goldenFile("checkpoints/nano/tokenizer.model");
    EXPECT_THROW(Tokenizer(file, {{"<|im_start|>", 92544}}), Failure);
}

} // namespace

} // namespace trutina::engine
