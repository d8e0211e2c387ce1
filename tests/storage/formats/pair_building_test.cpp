// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/transfer.h"
#include "tests/support/fake_project.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <string>
#include <thread>
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

/// Whether a process is gone, or nobody's but init's to be taken away.
bool endsSoon(int process) {
    for (int tries = 0; tries < 500; ++tries) {
        std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
        std::string number, name, state;
        if (!(stat >> number >> name >> state) || state == "Z") {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
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

class OwnCommand : public PairsFromFiles {
  protected:
    PairBuilding by(const std::string& script, double seconds = 20) {
        const auto file = directory.path() / "check me.sh"; // a name that a shell would take apart
        std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        PairBuilding rule;
        rule.verifier = Verifier::Command;
        rule.command = {file, {"$HOME; touch other", "4 2"}, seconds};
        return rule;
    }
    const std::string row = R"({"id":"m","prompt":"6 times 7?","answers":["42","48"],"ground_truth":"42"})";
};

TEST_F(OwnCommand, SaysWhichAnswerIsRightFromWhatItReads) {
    const std::string script = "cat >\"$0.$$.in\"\n"
                               "[ \"$1\" = '$HOME; touch other' ] && [ \"$2\" = '4 2' ] || exit 3\n"
                               "echo noise; echo noise >&2\n"
                               "grep -q '\"answer\":\"42\"' \"$0.$$.in\"";
    EXPECT_THAT(pairs(row, by(script)), ElementsAre("42>48"));
    EXPECT_EQ(report.notesInAll, 0);
    EXPECT_EQ(nlohmann::json::parse(project.records.at(0).meta)["origin"]["rule"], "own command");
    int questions = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
        if (entry.path().extension() == ".in") {
            std::ifstream stream(entry.path());
            const auto asked = nlohmann::json::parse(stream);
            EXPECT_EQ(asked["id"], "m");
            EXPECT_EQ(asked["prompt"], "6 times 7?");
            EXPECT_EQ(asked["messages"][0]["role"], "user");
            EXPECT_EQ(asked["ground_truth"], "42");
            ++questions;
        }
    }
    EXPECT_EQ(questions, 2);
    EXPECT_FALSE(std::filesystem::exists("other"));
}

TEST_F(OwnCommand, ThatFailsIsTheFaultOfTheRecordAndLeavesNothingRunning) {
    EXPECT_THAT(pairs(row, by("exit 2")), ElementsAre());
    ASSERT_EQ(report.notes.size(), 1U);
    EXPECT_EQ(report.notes[0].code, "pairs.command");
    EXPECT_THAT(report.notes[0].message, ::testing::HasSubstr("ended with 2"));
    EXPECT_THAT(pairs(row, by("kill -9 $$")), ElementsAre());
    EXPECT_THAT(report.notes.at(0).message, ::testing::HasSubstr("signal 9"));
    EXPECT_THAT(pairs(row, by("sleep 1000 & echo $! >\"$0.child\"; wait", 0.5)), ElementsAre());
    EXPECT_THAT(report.notes.at(0).message, ::testing::HasSubstr("longer than it may"));
    std::ifstream stream(directory.path() / "check me.sh.child");
    int child = 0;
    ASSERT_TRUE(stream >> child);
    EXPECT_TRUE(endsSoon(child)) << "what it started goes with it";
    EXPECT_THAT(pairs(row, {.verifier = Verifier::Command, .command = {"/no/such/program"}}), ElementsAre());
    EXPECT_THAT(report.notes.at(0).message, ::testing::HasSubstr("cannot be run"));
}

TEST_F(OwnCommand, IsEndedWhenTheImportIsCancelled) {
    const auto file = directory.path() / "rows.jsonl";
    std::ofstream(file) << row;
    ImportOptions options;
    options.reading.pairs = by("sleep 1000", 900);
    std::stop_source source;
    const std::jthread canceller([&source] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        source.request_stop();
    });
    EXPECT_THROW(importFile(project, file, options, source.get_token(), {}), Cancelled);
    EXPECT_TRUE(project.records.empty());
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
