// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <vector>

using namespace trutina::cli;

TEST(JsonTextTest, PrintsTheShortestFormThatReadsBackToTheSameFloat) {
    EXPECT_EQ(jsonText(0.1F), "0.1");
    EXPECT_EQ(jsonText(1.53125F), "1.53125");
    EXPECT_EQ(jsonText(-0.61988807F), "-0.61988807");
    std::minstd_rand random(1);
    std::uniform_real_distribution<float> scores(-30, 30);
    for (int i = 0; i < 10000; ++i) {
        const float score = scores(random);
        EXPECT_EQ(std::strtof(jsonText(score).c_str(), nullptr), score);
    }
}

TEST(JsonTextTest, WritesNullForWhatJsonCannotSay) {
    EXPECT_EQ(jsonText(std::nanf("")), "null");
    EXPECT_EQ(jsonText(std::numeric_limits<double>::infinity()), "null");
}

TEST(JsonTextTest, EscapesTextAndReplacesWhatIsNotUtf8) {
    EXPECT_EQ(jsonText("a\"\n\\é"), R"("a\"\n\\é")");
    EXPECT_EQ(jsonText(std::string("\xFF")), "\"\xEF\xBF\xBD\"");
}

TEST(JsonTextTest, KeepsTheFieldsInOrder) {
    const std::vector<bool> flags{true, false};
    const std::vector<std::vector<float>> rows{{1.5F}, {}};
    EXPECT_EQ(JsonObject().add("b", 1).add("a", flags).add("rows", rows).addJson("id", "null").text(),
              R"({"b":1,"a":[true,false],"rows":[[1.5],[]],"id":null})");
}
