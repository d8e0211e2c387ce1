// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The real program makes demo data, trains on them and examines a model with them.
#include "tests/cli/program_test.h"
#include "tests/support/golden.h"

#include <gmock/gmock.h>

#include <regex>
#include <set>
#include <string>

using ::testing::HasSubstr;
using namespace trutina::testing;

class DemoTest : public ProgramTest {
  protected:
    DemoTest() { program = std::filesystem::path(TRUTINA_BINARY_DIR) / "bin/trutina-cli"; }

    [[nodiscard]] static std::string model() { return goldenFile("checkpoints/pico").string(); }
    [[nodiscard]] Result makeData(std::vector<std::string> more = {}) const {
        std::vector<std::string> all{"demo-data", "--output", "data",       "--seed", "3",
                                     "--pairs",   "60",       "--held-out", "26",     "--quiet"};
        all.insert(all.end(), more.begin(), more.end());
        return run(all);
    }
    [[nodiscard]] Result examine(std::vector<std::string> more = {}) const {
        std::vector<std::string> all{"evaluate", "demo", "--model", model(), "--seed", "8", "--count", "26", "--quiet"};
        all.insert(all.end(), more.begin(), more.end());
        return run(all);
    }
};

TEST_F(DemoTest, TrainingReadsEveryPairOfTheData) {
    const Result made = makeData();
    ASSERT_EQ(made.exitCode, 0) << made.errors;
    const auto report = nlohmann::json::parse(made.output);
    EXPECT_EQ(report.at("pairs").size(), 13U);
    for (const char* const file : {"data/data.txt", "data/train.json"}) {
        const Result trained = run({"train", "--model", model(), "--data", file, "--output", std::string("run-") + (file + 5),
                                    "--steps", "2", "--held-out", "0.2"});
        ASSERT_EQ(trained.exitCode, 0) << trained.errors;
        EXPECT_THAT(trained.errors, ::testing::Not(HasSubstr("left out")));
        std::smatch counts;
        ASSERT_TRUE(std::regex_search(trained.errors, counts, std::regex("(\\d+) pairs to learn from, (\\d+) held out")));
        EXPECT_EQ(std::stoi(counts[1]) + std::stoi(counts[2]), 60) << file;
        EXPECT_EQ(recordsOf(trained.output).back().at("skipped_pairs"), 0);
    }
}

TEST_F(DemoTest, HeldOutRecordsAreScored) {
    ASSERT_EQ(makeData().exitCode, 0);
    const Result scored = run({"score", "--model", model(), "--input", "data/held-out.jsonl", "--quiet"});
    ASSERT_EQ(scored.exitCode, 0) << scored.errors;
    const auto records = recordsOf(scored.output);
    ASSERT_EQ(records.size(), 26U);
    for (const auto& record : records) {
        EXPECT_EQ(record.at("scores").size(), 2U);
    }
}

TEST_F(DemoTest, DataAreReplacedOnlyWhenTold) {
    ASSERT_EQ(makeData().exitCode, 0);
    const Result refused = makeData();
    EXPECT_EQ(refused.exitCode, 4);
    EXPECT_THAT(refused.errors, HasSubstr("--force"));
    EXPECT_EQ(makeData({"--force", "--kinds", "sum,count"}).exitCode, 0);
    EXPECT_EQ(makeData({"--force", "--kinds", "taste"}).exitCode, 2);
}

TEST_F(DemoTest, AnExamTellsAccuracyByKindAndIsTheSameAgain) {
    const Result first = examine({"--json"});
    ASSERT_EQ(first.exitCode, 0) << first.errors;
    const auto result = nlohmann::json::parse(first.output);
    const auto& kinds = result.at("kinds");
    EXPECT_EQ(kinds.size(), 13U);
    double right = 0;
    for (const auto& [name, kind] : kinds.items()) {
        EXPECT_EQ(kind.at("count"), 2) << name;
        right += kind.at("accuracy").get<double>() * 2;
    }
    EXPECT_NEAR(result.at("overall"), right / 26, 1e-9);
    EXPECT_EQ(kinds.at("sum").at("media"), "none");
    EXPECT_EQ(kinds.at("count").at("media"), "picture");
    EXPECT_EQ(kinds.at("which-picture").at("media"), "pictures");
    EXPECT_EQ(kinds.at("order").at("media"), "video");
    EXPECT_TRUE(result.at("image_blind").is_number());
    EXPECT_TRUE(result.at("length_correlation").is_number());
    EXPECT_EQ(result.at("baselines").size(), 2U);
    EXPECT_EQ(examine({"--json"}).output, first.output);
    EXPECT_THAT(examine().output, HasSubstr("video-count"));
}

TEST_F(DemoTest, AnExamLeavesNoPicturesBehind) {
    ProgramRun::Options own = options();
    own.environment = {"XDG_CACHE_HOME=" + path("cache").string()};
    ProgramRun exam(own, {"evaluate", "demo", "--model", model(), "--seed", "8", "--count", "13", "--quiet"});
    ASSERT_EQ(exam.wait(), 0) << exam.errors;
    std::set<std::string> left;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path("cache"))) {
        left.insert(entry.path().extension().string());
    }
    EXPECT_FALSE(left.contains(".png"));
    EXPECT_FALSE(left.contains(".mp4"));
}

TEST_F(DemoTest, AModelThatIsNotThereIsSaid) {
    const Result result = run({"evaluate", "demo", "--model", "nowhere", "--seed", "1"});
    EXPECT_EQ(result.exitCode, 3);
    EXPECT_THAT(result.errors, HasSubstr("nowhere"));
}
