// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/training_text.h"

#include <gtest/gtest.h>

namespace trutina::engine {
namespace {

TEST(TrainingText, TrimsEveryKindOfWhiteSpaceAtBothEndsAndNoneInside) {
    EXPECT_EQ(trimmed("\xe3\x80\x80 hi\tthere\xc2\xa0\n"), "hi\tthere");
    EXPECT_EQ(trimmed("\x1f\xe2\x80\x89x\xe2\x80\xa8"), "x");
    EXPECT_EQ(trimmed(" \n\xe2\x80\x83"), "");
    EXPECT_EQ(trimmed("\xe2\x80\x8b!"), "\xe2\x80\x8b!") << "a zero-width space is no white space";
}

TEST(TrainingText, MapsTheSpeakersOfTheReferenceData) {
    const auto turns = trainingTurns({{"HUMAN", " a "}, {"User", "b"}, {"system", "c"}, {"gpt", "d\n"}, {"model", "e"}});
    const std::vector<Message> expected{{"user", "a"}, {"user", "b"}, {"system", "c"}, {"assistant", "d"}, {"assistant", "e"}};
    EXPECT_EQ(turns, expected);
}

} // namespace
} // namespace trutina::engine
