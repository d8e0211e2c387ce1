// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/sentences.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace trutina::engine {
namespace {

std::vector<std::string> sentencesOf(const std::string& text) {
    std::vector<std::string> parts;
    std::size_t end = 0;
    for (const TextSpan& span : splitSentences(text)) {
        EXPECT_EQ(span.begin, end) << "a gap in: " << text;
        EXPECT_LT(span.begin, span.end);
        parts.push_back(text.substr(span.begin, span.end - span.begin));
        end = span.end;
    }
    EXPECT_EQ(end, text.size());
    return parts;
}

using Parts = std::vector<std::string>;

TEST(Sentences, EndAtMarksBeforeWhiteSpace) {
    EXPECT_EQ(sentencesOf("One. Two! Three? Four"), (Parts{"One. ", "Two! ", "Three? ", "Four"}));
    EXPECT_EQ(sentencesOf("Really?! Yes... And so on… Done."), (Parts{"Really?! ", "Yes... ", "And so on… ", "Done."}));
}

TEST(Sentences, NumbersAndNamesOfFilesStayWhole) {
    EXPECT_EQ(sentencesOf("It is 3.14 in a.txt. Right"), (Parts{"It is 3.14 in a.txt. ", "Right"}));
}

TEST(Sentences, AbbreviationsAreNotKnown) {
    EXPECT_EQ(sentencesOf("Fruit, e.g. apples."), (Parts{"Fruit, e.g. ", "apples."}));
}

TEST(Sentences, ClosingSignsBelongToTheirSentence) {
    EXPECT_EQ(sentencesOf("He said \"no.\" (Why?) [So.] Then “left.” End"),
              (Parts{"He said \"no.\" ", "(Why?) ", "[So.] ", "Then “left.” ", "End"}));
}

TEST(Sentences, FullWidthMarksNeedNoSpace) {
    EXPECT_EQ(sentencesOf("左边的。右边的！真的？「是。」好"), (Parts{"左边的。", "右边的！", "真的？", "「是。」", "好"}));
}

TEST(Sentences, LineBreaksEndASentence) {
    EXPECT_EQ(sentencesOf("A list\n- one\r\n- two\n\n\nEnd"), (Parts{"A list\n", "- one\r\n", "- two\n\n\n", "End"}));
    EXPECT_EQ(sentencesOf("a\rb\u2028c\u2029d"), (Parts{"a\r", "b\u2028", "c\u2029", "d"}));
}

TEST(Sentences, WhiteSpaceBelongsToTheSentenceBefore) {
    EXPECT_EQ(sentencesOf("  First.  \t Second. "), (Parts{"  First.  \t ", "Second. "}));
    EXPECT_EQ(sentencesOf("\n\n First"), (Parts{"\n\n First"}));
    EXPECT_EQ(sentencesOf("A.\u3000B.\u00a0C"), (Parts{"A.\u3000", "B.\u00a0", "C"}));
}

TEST(Sentences, TextsWithoutWordsAreOneOrNone) {
    EXPECT_EQ(sentencesOf(""), Parts{});
    EXPECT_EQ(sentencesOf(" \n "), (Parts{" \n "}));
    EXPECT_EQ(sentencesOf("..."), (Parts{"..."}));
    EXPECT_EQ(sentencesOf(". . ."), (Parts{". ", ". ", "."}));
}

TEST(Sentences, CoverAnyBytesWithoutGaps) {
    const Parts pieces{"a", ".", " ", "\n", "\r", "。", "…", "”", "\xe2", "\xff", "\u2028", std::string(1, '\0')};
    std::mt19937 random(7);
    for (int i = 0; i < 2000; ++i) {
        std::string text;
        for (unsigned n = random() % 12; n > 0; --n) {
            text += pieces[random() % pieces.size()];
        }
        (void)sentencesOf(text); // checks the cover
    }
}

} // namespace
} // namespace trutina::engine
