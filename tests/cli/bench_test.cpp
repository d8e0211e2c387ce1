// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program_test.h"

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace trutina::testing;

class BenchCommandTest : public ProgramTest {};

TEST_F(BenchCommandTest, TellsRatesSharesAndHowMuchSharingGains) {
    const Result result = run({"bench", "--model", "cat", "--answers", "3", "--repetitions", "2", "--answer-words", "5"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const auto line = nlohmann::json::parse(result.output);
    EXPECT_EQ(line.at("model"), "sha256:cat");
    EXPECT_EQ(line.at("product_gflop_per_s").at("float32"), 100);
    EXPECT_EQ(line.at("tokens").at("candidates").size(), 3U);
    EXPECT_EQ(line.at("largest_score_difference"), 0);
    // The fake counts 10 GFLOP for a request and one for each of its answers.
    EXPECT_EQ(line.at("shared").at("flop"), 13e9);
    EXPECT_EQ(line.at("one_by_one").at("flop"), 33e9);
    EXPECT_DOUBLE_EQ(line.at("ideal_speed_up").get<double>(), 33.0 / 13.0);
    for (const char* way : {"shared", "one_by_one"}) {
        const auto& figures = line.at(way);
        EXPECT_EQ(figures.at("seconds").size(), 2U) << way;
        EXPECT_DOUBLE_EQ(figures.at("share_of_product").get<double>(), figures.at("gflop_per_s").get<double>() / 100) << way;
    }
    EXPECT_THAT(result.errors, HasSubstr("3 answers"));
}

TEST_F(BenchCommandTest, WithoutAModelThereIsNoFigure) {
    const Result result = run({"bench", "--model", "missing"});
    EXPECT_EQ(result.exitCode, 3);
    EXPECT_THAT(result.output, IsEmpty());
}
