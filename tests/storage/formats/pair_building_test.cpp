// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/transfer.h"
#include "tests/support/fake_project.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace trutina::storage {
namespace {

using ::testing::ElementsAre;

bool right(Verifier verifier, const std::string& answer, const std::string& truth, double tolerance = 1e-6) {
    PairBuilding rule;
    rule.verifier = verifier;
    rule.tolerance = tolerance;
    return isRight(answer, truth, rule);
}

TEST(PairBuilding, HoldsAnswersAgainstTheTruth) {
    EXPECT_TRUE(right(Verifier::Exact, " 42\n", "42"));
    EXPECT_FALSE(right(Verifier::Exact, "42.", "42"));
    EXPECT_TRUE(right(Verifier::Numeric, "So 6 times 7 makes 42.", "42"));
    EXPECT_TRUE(right(Verifier::Numeric, "It costs 1,234.50 in all", "1234.5"));
    EXPECT_TRUE(right(Verifier::Numeric, "about -3e-4", "-0.0003"));
    EXPECT_TRUE(right(Verifier::Numeric, "3.1", "3.14", 0.05));
    EXPECT_FALSE(right(Verifier::Numeric, "3.0", "3.14", 0.05));
    EXPECT_FALSE(right(Verifier::Numeric, "none", "42"));
    EXPECT_TRUE(right(Verifier::Choice, "A is wrong, so the answer is (B).", "B"));
    EXPECT_FALSE(right(Verifier::Choice, "The answer is A", "B"));
    EXPECT_FALSE(right(Verifier::Choice, "Because", "B"));
    EXPECT_TRUE(right(Verifier::Pattern, "The result: forty-two", "forty.?two"));
    EXPECT_FALSE(right(Verifier::Pattern, "fourteen", "forty.?two"));
    EXPECT_THROW((void)right(Verifier::Pattern, "x", "(("), Failure);
    EXPECT_THROW((void)right(Verifier::Pattern, "x", std::string(501, 'x')), Failure);
    EXPECT_FALSE(right(Verifier::Pattern, std::string(1000, 'a') + "!", "(a+)+$")) << "and it comes to an end";
}

class PairsFromFiles : public ::testing::Test {
  protected:
    std::vector<std::string> pairs(const std::string& rows, const PairBuilding& rule) {
        const auto file = directory.path() / "rows.jsonl";
        std::ofstream(file) << rows;
        ImportOptions options;
        options.reading.pairs = rule;
        project = {};
        report = importFile(project, file, options, {}, {});
        std::vector<std::string> found;
        for (const ItemRecord& item : project.records) {
            found.push_back(item.candidates[0].turns[0].content + ">" + item.candidates[1].turns[0].content);
        }
        return found;
    }

    testing::TemporaryDirectory directory;
    testing::FakeProject project;
    TransferReport report;
};

const std::string kRated =
    R"({"id":"r","prompt":"?","answers":["a","b","cccccccccc"],"ratings":[{"x":"1","y":2},{"x":3,"y":"2"},{"x":5,"y":5}]})";

TEST_F(PairsFromFiles, ComeFromRatingsWithAGap) {
    EXPECT_THAT(pairs(kRated, {.rating = "sum", .minimumGap = 3}), ElementsAre("cccccccccc>a", "cccccccccc>b"));
    EXPECT_THAT(pairs(kRated, {.rating = "x", .minimumGap = 2}), ElementsAre("cccccccccc>a", "b>a", "cccccccccc>b"));
    EXPECT_THAT(pairs(kRated, {.rating = "sum", .minimumGap = 0.5, .maxPairs = 1}), ElementsAre("cccccccccc>a"));
    EXPECT_THAT(pairs(kRated, {.rating = "x", .minimumGap = 2, .maxLengthRatio = 5}), ElementsAre("b>a"));
    EXPECT_EQ(report.notesInAll, 2) << "two pairs were too long";
    EXPECT_THAT(pairs(kRated, {.rating = "sum", .minimumGap = 100}), ElementsAre());
    EXPECT_EQ(report.notes.at(0).code, "pairs.none");
    EXPECT_EQ(report.skipped, 1);
    EXPECT_THAT(pairs(kRated, {.rating = "taste"}), ElementsAre());
    EXPECT_EQ(report.notes.at(0).code, "pairs.rating");
}

TEST_F(PairsFromFiles, SayWhereTheyCameFrom) {
    pairs(kRated, {.rating = "sum", .minimumGap = 3});
    const auto meta = nlohmann::json::parse(project.records.at(0).meta);
    EXPECT_EQ(meta["origin"]["answers"], "3>1");
    EXPECT_EQ(meta["origin"]["rule"], "rating sum");
    EXPECT_EQ(meta["origin"]["format"], "answers");
    EXPECT_EQ(meta["origin"]["row"], 1);
    EXPECT_EQ(meta["margin"], 7.0);
    EXPECT_EQ(project.records.at(0).externalId, "r/3>1");
    EXPECT_EQ(project.recordVotes.at(0).at(0).winner, project.records.at(0).candidates[0].id);
}

TEST_F(PairsFromFiles, ComeFromAGroundTruthAndFromScores) {
    const std::string row =
        R"({"prompt":"6 times 7?","responses":["It is 42.","48","42","forty-two"],"scores":[1.5,0.25,0.5,-1],"ground_truth":42})";
    EXPECT_THAT(pairs(row, {.verifier = Verifier::Numeric}),
                ElementsAre("It is 42.>48", "It is 42.>forty-two", "42>48", "42>forty-two"));
    EXPECT_THAT(pairs(row, {.rating = "score", .minimumGap = 1.25}),
                ElementsAre("It is 42.>forty-two", "42>forty-two", "It is 42.>48", "48>forty-two"));
    EXPECT_THAT(pairs(R"({"prompt":"?","responses":["a","b"]})", {.verifier = Verifier::Exact}), ElementsAre());
    EXPECT_EQ(report.notes.at(0).code, "pairs.truth");
}

TEST_F(PairsFromFiles, AreOneItemToBeJudgedWithoutARule) {
    pairs(kRated, {});
    ASSERT_EQ(project.records.size(), 1U);
    EXPECT_EQ(project.records[0].candidates.size(), 3U);
    EXPECT_TRUE(project.recordVotes[0].empty());
    EXPECT_EQ(nlohmann::json::parse(project.records[0].meta)["ratings"][2]["x"], 5);
}

} // namespace
} // namespace trutina::storage
