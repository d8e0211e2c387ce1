// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/project_pairs.h"
#include "storage/formats/record_pairs.h"
#include "storage/formats/registry.h"
#include "storage/records/error.h"
#include "tests/support/project_fixture.h"

#include <gtest/gtest.h>

#include <set>

namespace trutina::storage {
namespace {

using trutina::testing::ProjectFixture;
using trutina::testing::textItem;
using trutina::testing::voteFor;
using trutina::testing::writeFile;

using Answers = std::multiset<std::pair<std::string, std::string>>;

Answers answersOf(const TrainingPairSet& set) {
    Answers answers;
    for (const TrainingPair& pair : set.pairs) {
        answers.emplace(pair.chosen.back().content, pair.rejected.back().content);
    }
    return answers;
}

class TrainingSources : public ::testing::Test {
  protected:
    [[nodiscard]] TrainingPairSet fromProject(const PairReading& reading = {}) {
        m_report = {};
        return readProjectPairs(*m_project, m_project.file(), reading, {}, m_report);
    }
    [[nodiscard]] TrainingPairSet fromRecords(const std::string& text, const PairReading& reading = {}) {
        m_report = {};
        writeFile(m_project.folder() / "records.jsonl", text);
        return readRecordPairs(m_project.folder() / "records.jsonl", reading, m_report);
    }

    ProjectFixture m_project;
    TransferReport m_report;
};

TEST_F(TrainingSources, AProjectGivesThePairsThatItsExportGives) {
    const auto ids = m_project->addItems({textItem("one"), textItem("two", 3), textItem("open"), textItem("tied")});
    m_project->vote(voteFor(*m_project, ids[0], 1));
    auto ranked = voteFor(*m_project, ids[1], 2);
    const auto item = m_project->item(ids[1]);
    ranked.ranking = {item.candidates[2].id, item.candidates[0].id, item.candidates[1].id};
    m_project->vote(ranked);
    NewVote tie;
    tie.item = ids[3];
    tie.decision = Decision::Tie;
    m_project->vote(tie);

    const auto set = fromProject();
    EXPECT_EQ(answersOf(set), (Answers{{"one answer 2", "one answer 1"},
                                       {"two answer 3", "two answer 1"},
                                       {"two answer 3", "two answer 2"},
                                       {"two answer 1", "two answer 2"}}));
    EXPECT_EQ(set.pairs.front().chosen.front(), (Turn{"user", "one"}));
    EXPECT_EQ(set.records, 4);
    EXPECT_EQ(set.leftOut, (std::map<std::string, std::int64_t>{{"item.no_vote", 1}, {"vote.tie", 1}}));
    EXPECT_EQ(m_report.notesInAll, 2);

    // The export that a trainer reads holds the same.
    ExportOptions exporting;
    exporting.format = "ixc";
    exporting.directory = m_project.folder() / "exported";
    EXPECT_EQ(exportProject(*m_project, exporting, {}, {}).written, 4);

    EXPECT_EQ(fromProject({TieRule::BothDirections, 0}).pairs.size(), 6U);
}

TEST_F(TrainingSources, TheLengthRatioLeavesOutAndCounts) {
    NewItem item = textItem("length");
    item.candidates[0].turns = {{"assistant", "123456789"}};
    item.candidates[1].turns = {{"assistant", "1234"}};
    const auto ids = m_project->addItems({item});
    m_project->vote(voteFor(*m_project, ids[0], 0));
    EXPECT_EQ(fromProject({TieRule::LeaveOut, 2.5}).pairs.size(), 1U);
    const auto set = fromProject({TieRule::LeaveOut, 2});
    EXPECT_TRUE(set.pairs.empty());
    EXPECT_EQ(set.leftOut.at("pair.length_ratio"), 1);
    EXPECT_EQ(m_report.notes.front().row, 1);
    // The limit is on chosen answers alone.
    EXPECT_EQ(fromRecords(R"({"messages":[{"role":"user","content":"q"}],"candidates":["12","123456789"],"winner":0})"
                          "\n",
                          {TieRule::LeaveOut, 2})
                  .pairs.size(),
              1U);
}

TEST_F(TrainingSources, APictureThatChangedIsLeftOutAndNamed) {
    writeFile(m_project.folder() / "a.png", "not looked into here");
    NewItem item = textItem("picture");
    item.media = {{m_project.folder() / "a.png", MediaReading::Image}};
    ProjectFixture referring(MediaPolicy::Reference);
    const auto ids = referring->addItems({item});
    referring->vote(voteFor(*referring, ids[0], 0));
    TransferReport report;
    const auto before = readProjectPairs(*referring, referring.file(), {}, {}, report);
    ASSERT_EQ(before.pairs.size(), 1U);
    EXPECT_EQ(before.pairs.front().media, item.media);
    writeFile(m_project.folder() / "a.png", "changed");
    const auto after = readProjectPairs(*referring, referring.file(), {}, {}, report);
    EXPECT_TRUE(after.pairs.empty());
    EXPECT_EQ(after.leftOut.at("media.changed"), 1);
}

TEST_F(TrainingSources, RecordsSayTheirPreferenceInOneOfThreeWays) {
    const std::string start = R"({"messages":[{"role":"user","content":"q"}],"candidates":["a","b","c"],)";
    EXPECT_EQ(answersOf(fromRecords(start + R"("order":[1,2,0]})" + "\n")), (Answers{{"b", "c"}, {"b", "a"}, {"c", "a"}}));
    EXPECT_EQ(answersOf(fromRecords(start + R"("meta":{"order":[2]}})" + "\n")), (Answers{{"c", "a"}, {"c", "b"}}));
    EXPECT_EQ(answersOf(fromRecords(start + R"("winner":0})" + "\n")), (Answers{{"a", "b"}, {"a", "c"}}));
    EXPECT_EQ(
        answersOf(fromRecords(start + R"("winner":0,"meta":{"trutina":{"votes":[)" +
                              R"({"decision":"winner","winner":1,"ranking":[]},{"decision":"skip","winner":null}]}}})" + "\n")),
        (Answers{{"b", "a"}, {"b", "c"}}))
        << "votes come before all else";
}

TEST_F(TrainingSources, WhatTheConversationExportWritesComesBackAsTheSamePairs) {
    const auto ids = m_project->addItems({textItem("one"), textItem("two", 3)});
    m_project->vote(voteFor(*m_project, ids[0], 1));
    m_project->vote(voteFor(*m_project, ids[1], 0));
    ExportOptions exporting;
    exporting.format = "conversation";
    exporting.directory = m_project.folder() / "exported";
    static_cast<void>(exportProject(*m_project, exporting, {}, {}));
    const auto set = readRecordPairs(exporting.directory / "records.jsonl", {}, m_report);
    EXPECT_EQ(answersOf(set), answersOf(fromProject()));
    EXPECT_EQ(set.pairs.size(), 3U);
}

TEST_F(TrainingSources, BadLinesAreNamedAndTheOthersTaken) {
    const std::string start = R"({"messages":[{"role":"user","content":"q"}],)";
    const auto set = fromRecords(
        "not json\n" + start + R"("candidates":["a","b"]})" + "\n" + start + R"("candidates":["a"],"winner":0})" + "\n" + start +
        R"("candidates":["a","b"],"order":[5]})" + "\n" + start + R"("candidates":["a","b"],"order":[0,0]})" + "\n" + start +
        R"("candidates":["a","b"],"winner":"first"})" + "\n" + start + R"("candidates":["a","a "],"winner":0})" + "\n" + start +
        R"("media":["gone.png"],"candidates":["a","b"],"winner":0})" + "\n" + start + R"("candidates":["a","b"],"winner":1})" +
        "\n");
    EXPECT_EQ(answersOf(set), (Answers{{"b", "a"}}));
    EXPECT_EQ(set.records, 9);
    EXPECT_EQ(set.leftOut, (std::map<std::string, std::int64_t>{{"row.not_json", 1},
                                                                {"record.no_preference", 1},
                                                                {"record.no_candidates", 1},
                                                                {"record.preference", 3},
                                                                {"pair.identical", 1},
                                                                {"media.not_found", 1}}));
    ASSERT_EQ(m_report.notes.size(), 8U);
    EXPECT_EQ(m_report.notes[0].row, 1);
    EXPECT_EQ(m_report.notes[7].row, 8);
}

} // namespace
} // namespace trutina::storage
