// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/tokenizer/chat_template.h"
#include "tests/support/golden.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace trutina::engine {

namespace {

using ::testing::ElementsAre;

TEST(ChatText, EveryTurnIsFramedAndTheRewardTokenEndsIt) {
    EXPECT_EQ(chatText({{"system", "s"}, {"user", "u"}, {"assistant", "a"}}),
              "[UNUSED_TOKEN_146]system\ns[UNUSED_TOKEN_145]\n[UNUSED_TOKEN_146]user\nu[UNUSED_TOKEN_145]\n"
              "[UNUSED_TOKEN_146]assistant\na[UNUSED_TOKEN_145]\n</s>[UNUSED_TOKEN_130]");
}

TEST(ChatText, ContentIsNotTrimmed) {
    EXPECT_THAT(chatText({{"user", "  \n x \n "}}), ::testing::HasSubstr("user\n  \n x \n [UNUSED_TOKEN_145]"));
}

TEST(ChatText, NoTurnsLeaveTheEnd) {
    EXPECT_EQ(chatText({}), "</s>[UNUSED_TOKEN_130]");
}

TEST(ChatText, OtherRolesAreRefusedByName) {
    for (const std::string role : {"tool", "User", "", "assistant "}) {
        try {
            static_cast<void>(chatText({{"user", "q"}, {role, "x"}}));
            ADD_FAILURE() << role;
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.error().code, "conversation.role");
            EXPECT_THAT(failure.error().message, ::testing::HasSubstr("'" + role + "'"));
        }
    }
}

TEST(HdNum, SeveralMediaMakeItSix) {
    EXPECT_EQ(effectiveHdNum(24, 0), 24);
    EXPECT_EQ(effectiveHdNum(24, 1), 24);
    EXPECT_EQ(effectiveHdNum(24, 2), 6);
    EXPECT_EQ(effectiveHdNum(3, 5), 6);
}

/// Parts in a form that reads like the sequence: "bos" alone, "#0" for a medium, else the decoded text, with "^" for BOS.
class Interleave : public ::testing::Test {
  protected:
    [[nodiscard]] std::vector<std::string> partsOf(const std::string& text, int mediaCount) const {
        std::vector<std::string> parts;
        for (const SequencePart& part : interleave(m_tokenizer, text, mediaCount)) {
            if (part.media >= 0) {
                EXPECT_TRUE(part.ids.empty());
                parts.push_back("#" + std::to_string(part.media));
                continue;
            }
            const bool hasBos = !part.ids.empty() && part.ids.front() == 1;
            parts.push_back((hasBos ? "^" : "") + m_tokenizer.decode(part.ids));
        }
        return parts;
    }

    const Tokenizer m_tokenizer{trutina::testing::goldenFile("checkpoints/nano/tokenizer.model")};
};

TEST_F(Interleave, TextAloneIsOnePart) {
    EXPECT_THAT(partsOf("text", 0), ElementsAre("^text"));
}

TEST_F(Interleave, OneMediumWithoutPlaceholderStandsBetweenBosAndTheText) {
    EXPECT_THAT(partsOf("text", 1), ElementsAre("^", "#0", "text"));
}

TEST_F(Interleave, OneMediumStandsAtItsPlaceholder) {
    EXPECT_THAT(partsOf("a<ImageHere>b", 1), ElementsAre("^a", "#0", "b"));
}

TEST_F(Interleave, SeveralMediaWithoutPlaceholderLeaveOneBehindTheText) {
    EXPECT_THAT(partsOf("text", 3), ElementsAre("^text", "#0"));
}

TEST_F(Interleave, MediaBeyondThePlaceholdersAreIgnored) {
    EXPECT_THAT(partsOf("a<ImageHere>b", 4), ElementsAre("^a", "#0", "b", "#1"));
}

TEST_F(Interleave, PlaceholdersBeyondTheMediaVanishAndStillSeparate) {
    EXPECT_THAT(partsOf("a<ImageHere>b<ImageHere>c", 1), ElementsAre("^a", "#0", "b", "c"));
    EXPECT_THAT(partsOf("a<ImageHere>b", 0), ElementsAre("^a", "b"));
}

TEST_F(Interleave, EmptyStretchesMakeNoPartButTheFirst) {
    EXPECT_THAT(partsOf("<ImageHere><ImageHere>", 2), ElementsAre("^", "#0", "#1"));
    EXPECT_THAT(partsOf("", 0), ElementsAre("^"));
}

} // namespace

} // namespace trutina::engine
