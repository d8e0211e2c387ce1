// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/agreement_report.h"
#include "tests/support/project_fixture.h"

#include <gtest/gtest.h>

using namespace trutina;
using namespace trutina::contracts;
using namespace trutina::services;
using namespace trutina::testing;

namespace {

storage::ImportedVote judgement(const std::string& annotator, int winner,
                                storage::Strength strength = storage::Strength::Normal) {
    storage::ImportedVote vote;
    vote.annotator = annotator;
    vote.decision = winner < 0 ? storage::Decision::Tie : storage::Decision::Winner;
    vote.winner = winner;
    vote.strength = strength;
    return vote;
}

void add(ProjectFixture& project, const std::vector<storage::ImportedVote>& votes, const std::vector<std::string>& tags = {}) {
    storage::NewItem item = textItem("item " + std::to_string(project->counts().all + 1));
    item.votes = votes;
    item.tags = tags;
    project->addItems({item});
}

} // namespace

TEST(AgreementReport, CountsByCriterionTagAndPair) {
    ProjectFixture project;
    // The table of the textbook, 20 5 10 15: kappa 0.4.
    const auto addMany = [&](int count, int first, int second) {
        for (int number = 0; number < count; ++number) {
            add(project, {judgement("bo", second), judgement("ada", first)},
                first == second ? std::vector<std::string>{"easy"} : std::vector<std::string>{});
        }
    };
    addMany(20, 0, 0);
    addMany(5, 0, 1);
    addMany(10, 1, 0);
    addMany(15, 1, 1);
    add(project, {judgement("ada", 0)});
    const AgreementReport report = agreementOf(*project, {});
    ASSERT_EQ(report.tables.size(), 2U);
    const AgreementTable& all = report.tables[0];
    EXPECT_EQ(all.criterion, "overall");
    EXPECT_EQ(all.tag, "");
    EXPECT_EQ(all.judged, 51);
    EXPECT_EQ(all.judgedTwice, 50);
    EXPECT_EQ(all.disagreeing, 15);
    EXPECT_NEAR(all.rawAgreement.value(), 0.7, 1e-12);
    ASSERT_EQ(all.pairs.size(), 1U);
    EXPECT_EQ(all.pairs[0].overlap, 50);
    EXPECT_EQ(all.pairs[0].same, 35);
    EXPECT_NEAR(all.pairs[0].kappa.value.value(), 0.4, 1e-12);
    // Scott's pi, which Fleiss' kappa is for two: chance (.55 squared and .45 squared) .505; (.7 - .505) / .495.
    EXPECT_NEAR(all.fleissKappa.value.value(), 0.195 / 0.495, 1e-12);
    // Of a hundred labels 55 are the first and 45 the second; fifteen items disagree.
    EXPECT_NEAR(all.alpha.value.value(), 1 - 99.0 * 15 / (55 * 45), 1e-12);
    EXPECT_EQ(report.tables[1].tag, "easy");
    EXPECT_EQ(report.tables[1].judgedTwice, 35);
    EXPECT_EQ(report.tables[1].disagreeing, 0);
    ASSERT_EQ(report.items.size(), 15U);
    EXPECT_EQ(report.items.front().number, 21);
}

TEST(AgreementReport, StrengthIsMeasuredInSteps) {
    ProjectFixture project;
    for (int number = 0; number < 10; ++number) {
        const int side = number % 2;
        add(project, {judgement("ada", side, storage::Strength::Much), judgement("bo", side, storage::Strength::Normal)});
        add(project, {judgement("ada", -1), judgement("bo", -1)});
    }
    const AgreementTable table = agreementOf(*project, {}).tables.at(0);
    EXPECT_NEAR(table.alpha.value.value(), 1, 1e-12) << "they choose the same answers";
    EXPECT_LT(table.intervalAlpha.value.value(), 1) << "but not with the same strength";
    EXPECT_GT(table.intervalAlpha.value.value(), 0.9);
    EXPECT_GT(table.ordinalAlpha.value.value(), 0.5);
}

TEST(AgreementReport, LeavesOutSkippedItemsAndAdjudications) {
    ProjectFixture project;
    storage::ImportedVote skipped = judgement("bo", 0);
    skipped.decision = storage::Decision::Skip;
    skipped.winner = -1;
    storage::ImportedVote settling = judgement("cy", 1);
    settling.kind = storage::VoteKind::Adjudication;
    add(project, {judgement("ada", 0), skipped});
    add(project, {judgement("ada", 0), judgement("bo", 1), settling});
    add(project, {judgement("ada", 0), judgement("bo", 1)});
    const AgreementReport report = agreementOf(*project, {});
    const AgreementTable& table = report.tables.at(0);
    EXPECT_EQ(table.judged, 3);
    EXPECT_EQ(table.judgedTwice, 2);
    ASSERT_EQ(report.items.size(), 2U);
    EXPECT_TRUE(report.items[0].isSettled);
    EXPECT_FALSE(report.items[1].isSettled);
    EXPECT_TRUE(agreementOf(*ProjectFixture(), {}).tables.empty());
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW((void)agreementOf(*project, stop.get_token()), storage::Cancelled);
}
