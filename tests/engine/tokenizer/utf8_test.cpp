// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tokenizer/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace trutina::engine {

namespace {

const std::string kReplacement = "\uFFFD";

TEST(Utf8, ValidTextStaysByteForByte) {
    for (const std::string text :
         {"", "plain", "ÄÖÜ ß", "你好", "😀👍🏽", "\uFFFD", "\u2581", "\U0010FFFF", "\uD7FF\uE000"}) {
        EXPECT_EQ(replaceInvalidUtf8(text), text);
    }
    EXPECT_EQ(replaceInvalidUtf8(std::string(3, '\0')), std::string(3, '\0'));
}

TEST(Utf8, ALoneByteBecomesOneReplacement) {
    EXPECT_EQ(replaceInvalidUtf8("a\x80z"), "a" + kReplacement + "z");
    EXPECT_EQ(replaceInvalidUtf8("\xFF\xFE"), kReplacement + kReplacement);
    EXPECT_EQ(replaceInvalidUtf8("\xC0\xAF"), kReplacement + kReplacement); // overlong
}

TEST(Utf8, AnUnfinishedCharacterBecomesOneReplacement) {
    EXPECT_EQ(replaceInvalidUtf8("\xF0\x9F\x98"), kReplacement);
    EXPECT_EQ(replaceInvalidUtf8("\xE4\xBDz"), kReplacement + "z");
    EXPECT_EQ(replaceInvalidUtf8("\xE4\xBD\xE4\xBD\xA0"), kReplacement + "你");
}

TEST(Utf8, SurrogatesAndOverlongFormsAreReplacedByteByByte) {
    EXPECT_EQ(replaceInvalidUtf8("\xED\xA0\x80"), kReplacement + kReplacement + kReplacement);
    EXPECT_EQ(replaceInvalidUtf8("\xE0\x80\x80"), kReplacement + kReplacement + kReplacement);
    EXPECT_EQ(replaceInvalidUtf8("\xF4\x90\x80\x80"), kReplacement + kReplacement + kReplacement + kReplacement);
}

TEST(Utf8, WhateverGoesInTheResultIsValid) {
    // Every string of up to three bytes out of those at which the rules change.
    const std::string bytes = "\x7F\x80\x8F\x90\x9F\xA0\xBF\xC1\xC2\xDF\xE0\xE1\xED\xEF\xF0\xF1\xF4\xF5";
    for (const char a : bytes) {
        for (const char b : bytes) {
            for (const char c : bytes) {
                const std::string once = replaceInvalidUtf8(std::string{a, b, c});
                EXPECT_EQ(replaceInvalidUtf8(once), once);
                EXPECT_FALSE(once.empty());
            }
        }
    }
}

} // namespace

} // namespace trutina::engine
