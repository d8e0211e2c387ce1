// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/compare_state.h"

#include <gtest/gtest.h>

using namespace trutina;
using namespace trutina::ui;

namespace {

contracts::ItemSheet sheetOf(std::int64_t item, int candidates) {
    contracts::ItemSheet sheet;
    sheet.item.id = {item};
    sheet.item.number = static_cast<int>(item);
    for (int k = 0; k < candidates; ++k) {
        storage::CandidateRecord candidate;
        candidate.id = {item * 100 + k};
        candidate.position = k;
        sheet.item.candidates.push_back(candidate);
    }
    sheet.shownOrder.id = {item * 1000};
    // Shown backwards.
    for (int k = candidates - 1; k >= 0; --k) {
        sheet.shownOrder.candidates.push_back({item * 100 + k});
    }
    return sheet;
}

std::vector<storage::MeasurementRecord> scoresOf(const contracts::ItemSheet& sheet, const std::vector<double>& byPosition) {
    std::vector<storage::MeasurementRecord> records;
    for (std::size_t k = 0; k < byPosition.size(); ++k) {
        storage::MeasurementRecord record;
        record.candidate = sheet.item.candidates[k].id;
        record.values = {byPosition[k]};
        records.push_back(record);
    }
    return records;
}

storage::VoteRecord voteFor(const contracts::ItemSheet& sheet, std::size_t position) {
    storage::VoteRecord vote;
    vote.item = sheet.item.id;
    vote.winner = sheet.item.candidates.at(position).id;
    return vote;
}

} // namespace

TEST(CompareState, SlotsFollowTheRecordedOrderNotThePosition) {
    CompareState state;
    state.setSheet(sheetOf(1, 3), 0);
    EXPECT_EQ(state.slotCount(), 3);
    EXPECT_EQ(state.candidateAt(1).position, 2);
    EXPECT_EQ(state.slotOf({100}), 3);
    EXPECT_EQ(state.slotOf({999}), 0);
}

TEST(CompareState, CandidateMissingFromARecordedOrderIsStillShown) {
    auto sheet = sheetOf(1, 3);
    sheet.shownOrder.candidates = {{101}};
    CompareState state;
    state.setSheet(sheet, 0);
    EXPECT_EQ(state.slotCount(), 3);
    EXPECT_EQ(state.candidateAt(1).position, 1);
}

TEST(CompareState, VoteNamesTheCandidateInTheSlotTheOrderAndTheTime) {
    CompareState state;
    state.setSheet(sheetOf(7, 2), 1000);
    const auto vote = state.makeVote(storage::Decision::Winner, 1, storage::Strength::Much, 4500);
    EXPECT_EQ(vote.item.value, 7);
    EXPECT_EQ(vote.winner.value, 701);
    EXPECT_EQ(vote.strength, storage::Strength::Much);
    EXPECT_EQ(vote.shownOrder.value, 7000);
    EXPECT_EQ(vote.timeSpentMilliseconds, 3500);
    EXPECT_FALSE(vote.sawScoresBefore);
    EXPECT_FALSE(state.makeVote(storage::Decision::Tie, 0, storage::Strength::Normal, 4500).winner.isValid());
}

TEST(CompareState, ScoresStayClosedUntilTheVote) {
    const auto sheet = sheetOf(1, 2);
    CompareState state;
    state.setModel(contracts::ModelState::Ready);
    state.setSheet(sheet, 0);
    EXPECT_EQ(state.strip(), ScoreStrip::Preparing);
    state.setScores(scoresOf(sheet, {1, 2}));
    EXPECT_EQ(state.strip(), ScoreStrip::ReadyClosed);
    EXPECT_FALSE(state.isRevealed());
    state.setVote(voteFor(sheet, 0));
    EXPECT_EQ(state.strip(), ScoreStrip::Open);
    EXPECT_TRUE(state.isRevealed());
    EXPECT_EQ(state.chosenSlot(), 2);
}

TEST(CompareState, OpeningEarlyIsRecordedWithTheVote) {
    CompareState state;
    state.setSheet(sheetOf(1, 2), 0);
    state.openEarly();
    EXPECT_TRUE(state.isRevealed());
    EXPECT_TRUE(state.makeVote(storage::Decision::Winner, 1, storage::Strength::Normal, 10).sawScoresBefore);
}

TEST(CompareState, WhatWasSeenStaysSeenAfterAnUndoAndAfterAnotherItem) {
    const auto sheet = sheetOf(1, 2);
    CompareState state;
    state.setSheet(sheet, 0);
    state.setVote(voteFor(sheet, 0));
    state.clear();
    state.setSheet(sheetOf(2, 2), 0);
    EXPECT_FALSE(state.sawBefore());
    state.clear();
    state.setSheet(sheet, 0); // the vote was undone
    EXPECT_FALSE(state.isRevealed());
    EXPECT_TRUE(state.makeVote(storage::Decision::Winner, 1, storage::Strength::Normal, 0).sawScoresBefore);
}

TEST(CompareState, ReadingTheSameItemAgainKeepsTimeScoresAndWhatIsOpen) {
    const auto sheet = sheetOf(1, 2);
    CompareState state;
    state.setSheet(sheet, 100);
    state.setScores(scoresOf(sheet, {1, 2}));
    state.openEarly();
    state.setSheet(sheet, 900);
    EXPECT_TRUE(state.isRevealed());
    EXPECT_TRUE(state.hasScores());
    EXPECT_EQ(state.makeVote(storage::Decision::Tie, 0, storage::Strength::Normal, 1000).timeSpentMilliseconds, 900);
}

TEST(CompareState, RanksMarginsAndBarsComeFromTheScores) {
    const auto sheet = sheetOf(1, 3);
    CompareState state;
    state.setSheet(sheet, 0);
    state.setScores(scoresOf(sheet, {2.0, -1.0, 2.0}));
    const auto scores = state.scores();
    ASSERT_EQ(scores.size(), 3U);
    EXPECT_EQ(scores[0].rank, 1);
    EXPECT_EQ(scores[1].rank, 3);
    EXPECT_EQ(scores[2].rank, 1);
    EXPECT_DOUBLE_EQ(scores[1].behind, 3.0);
    EXPECT_DOUBLE_EQ(scores[0].bar, 1.0);
    EXPECT_GT(scores[1].bar, 0.0);
    EXPECT_EQ(state.preferredSlot(), 0);
    EXPECT_EQ(state.agreement(), Agreement::NoDifference);
}

TEST(CompareState, AgreementComparesTheVoteWithTheModel) {
    const auto sheet = sheetOf(1, 2);
    CompareState state;
    state.setSheet(sheet, 0);
    EXPECT_EQ(state.agreement(), Agreement::Unknown);
    state.setScores(scoresOf(sheet, {3, 1}));
    EXPECT_EQ(state.agreement(), Agreement::Prefers);
    state.setVote(voteFor(sheet, 0));
    EXPECT_EQ(state.agreement(), Agreement::Agrees);
    state.setVote(voteFor(sheet, 1));
    EXPECT_EQ(state.agreement(), Agreement::Differs);
    EXPECT_EQ(state.preferredSlot(), 2);
}

TEST(CompareState, ScoresOfSomeCandidatesAreNotScoresOfTheItem) {
    const auto sheet = sheetOf(1, 3);
    CompareState state;
    state.setSheet(sheet, 0);
    state.setScores(scoresOf(sheet, {1, 2}));
    EXPECT_FALSE(state.hasScores());
    EXPECT_TRUE(state.scores().empty());
}

TEST(CompareState, StripSaysWhatTheModelIsDoing) {
    CompareState state;
    state.setSheet(sheetOf(1, 2), 0);
    EXPECT_EQ(state.strip(), ScoreStrip::NoModel);
    state.setModel(contracts::ModelState::Loading);
    EXPECT_EQ(state.strip(), ScoreStrip::LoadingModel);
    state.setModel(contracts::ModelState::Failed);
    EXPECT_EQ(state.strip(), ScoreStrip::ModelFailed);
    state.setModel(contracts::ModelState::Ready);
    EXPECT_EQ(state.strip(), ScoreStrip::Preparing);
    state.setScoringFailed(QStringLiteral("The picture could not be read."));
    EXPECT_EQ(state.strip(), ScoreStrip::Failed);
}

TEST(CompareState, VoteKeysRestForAMomentAfterAnotherItem) {
    CompareState state;
    EXPECT_FALSE(state.acceptsVoteKeys(1000));
    state.setSheet(sheetOf(1, 2), 1000);
    EXPECT_FALSE(state.acceptsVoteKeys(1149));
    EXPECT_TRUE(state.acceptsVoteKeys(1150));
}

TEST(CompareState, OneAnswerCannotBeVotedOn) {
    CompareState state;
    state.setSheet(sheetOf(1, 1), 0);
    EXPECT_FALSE(state.canVote());
}
