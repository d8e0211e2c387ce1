// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/scoring/scoring_plan.h"

#include <gtest/gtest.h>

namespace trutina::engine {
namespace {

std::vector<Sequence> sequencesOf(std::vector<std::vector<std::int32_t>> codes) {
    std::vector<Sequence> sequences;
    for (auto& one : codes) {
        sequences.push_back({std::move(one), false});
    }
    return sequences;
}

double sameBase(std::int64_t) {
    return 1.0;
}

TEST(ScoringPlan, SharesTheLongestCommonPrefixOfTokensAndMedia) {
    const auto image = mediaCode(0);
    const auto plan = planScoring(sequencesOf({{1, image, image, 5, 6, 7}, {1, image, image, 5, 8}, {1, image, image, 5, 6, 9}}),
                                  {false, false, false}, {}, sameBase);
    ASSERT_EQ(plan.groups.size(), 1U);
    EXPECT_EQ(plan.groups[0].trunk, 4);
    EXPECT_EQ(plan.sharedTokens, 4);
}

TEST(ScoringPlan, AnotherMediumEndsTheSharedPart) {
    const auto plan = planScoring(sequencesOf({{1, mediaCode(0), 5}, {1, mediaCode(1), 5}}), {false, false}, {}, sameBase);
    EXPECT_EQ(plan.groups[0].trunk, 1);
}

TEST(ScoringPlan, EverySequenceKeepsItsLastPosition) {
    const auto plan = planScoring(sequencesOf({{1, 2, 3}, {1, 2, 3, 4}}), {false, false}, {}, sameBase);
    EXPECT_EQ(plan.groups[0].trunk, 2);
}

TEST(ScoringPlan, IdenticalCandidatesRunOnceAndSoTieExactly) {
    const auto plan = planScoring(sequencesOf({{1, 2, 3}, {1, 9}, {1, 2, 3}}), {false, false, false}, {}, sameBase);
    EXPECT_EQ(plan.sameAs, (std::vector<std::size_t>{0, 1, 0}));
    EXPECT_EQ(plan.groups[0].sequences, (std::vector<std::size_t>{0, 1}));
}

TEST(ScoringPlan, CandidatesWithMediaOfTheirOwnRunAlone) {
    const auto plan = planScoring(sequencesOf({{1, 2, 3}, {1, 2, 4}, {1, 2, 5}}), {false, true, false}, {}, sameBase);
    ASSERT_EQ(plan.groups.size(), 2U);
    EXPECT_EQ(plan.groups[0].sequences, (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(plan.groups[1].trunk, 0);
    EXPECT_EQ(plan.sharedTokens, 2);
}

TEST(ScoringPlan, IndependentModeSharesNothing) {
    ScoreOptions options;
    options.mode = ScoringMode::Independent;
    const auto plan = planScoring(sequencesOf({{1, 2, 3}, {1, 2, 3}}), {false, false}, options, sameBase);
    ASSERT_EQ(plan.groups.size(), 2U);
    EXPECT_EQ(plan.sameAs, (std::vector<std::size_t>{0, 1}));
}

TEST(ScoringPlan, KeysTurnedByAnotherBaseAreNotShared) {
    const auto longer = [](std::int64_t length) { return length > 3 ? static_cast<double>(length) : 3.0; };
    auto sequences = sequencesOf({{1, 2, 3}, {1, 2, 4}, {1, 2, 3, 4, 5}});
    EXPECT_EQ(planScoring(sequences, {false, false, false}, {}, longer).groups.size(), 2U);
    ScoreOptions batch;
    batch.semantics = ScoringSemantics::Batch; // the longest decides for all
    const auto plan = planScoring(sequences, {false, false, false}, batch, longer);
    ASSERT_EQ(plan.groups.size(), 1U);
    EXPECT_EQ(plan.groups[0].rotaryBase, 5.0);
}

TEST(RequestCheck, NamesTheOptionThatIsWrong) {
    const auto codeOf = [](const ScoreRequest& request) -> std::string {
        try {
            checkRequest(request);
        } catch (const Failure& failure) {
            return failure.error().code;
        }
        return "";
    };
    ScoreRequest request;
    EXPECT_EQ(codeOf(request), "");
    request.options.hdNum = 0;
    EXPECT_EQ(codeOf(request), "options.hd_num");
    request.options.hdNum = 9;
    request.options.maxLength = 0;
    EXPECT_EQ(codeOf(request), "options.max_length");
    request.options.maxLength = 1;
    request.options.semantics = ScoringSemantics::Batch;
    EXPECT_EQ(codeOf(request), "candidates.empty");
}

} // namespace
} // namespace trutina::engine
