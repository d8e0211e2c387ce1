// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/scoring/loaded_reward_model.h"
#include "engine/scoring/model_opening.h"
#include "tests/support/golden.h"
#include "tests/support/random_checkpoint.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

namespace trutina::engine {
namespace {

namespace fs = std::filesystem;

constexpr double kInvariance = 2e-6; // the stated bound of float32 (scores of these models spread by about one)

class PrefixReuseTest : public ::testing::Test {
  protected:
    PrefixReuseTest() {
        m_checkpoint.vocabulary = 92544;
        m_checkpoint.layers = 3;
        m_checkpoint.ropeScaling = {{"type", "dynamic"}, {"factor", 2.0}};
        m_checkpoint.maxPositions = 400;
        m_checkpoint.write(m_directory.path());
        fs::copy_file(fs::path(TRUTINA_SHARED_DIR) / "data/internlm2-tokenizer.model", m_directory.path() / "tokenizer.model");
        m_model = open();
    }
    std::unique_ptr<RewardModel> open() {
        LoadOptions options;
        options.directory = m_directory.path();
        options.computeType = ComputeType::Float32;
        options.prefixCacheBytes = std::int64_t{64} << 20;
        options.featureCacheBytes = 0;
        return openRewardModel(options, {}, {});
    }
    ScoreResult score(const ScoreRequest& request, std::stop_token stop = {}) { return m_model->score(request, stop, {}); }
    /// Without anything kept, each candidate by itself.
    ScoreResult apart(ScoreRequest request) {
        request.options.mode = ScoringMode::Independent;
        request.options.strict = false;
        return m_model->score(request, {}, {});
    }
    void expectEqual(const ScoreResult& found, const ScoreResult& expected) {
        ASSERT_EQ(found.scores.size(), expected.scores.size());
        for (std::size_t i = 0; i < found.scores.size(); ++i) {
            EXPECT_NEAR(found.scores[i], expected.scores[i], kInvariance * std::max(1.0F, std::abs(expected.scores[i]))) << i;
        }
        EXPECT_EQ(found.promptTokens, expected.promptTokens);
        EXPECT_EQ(found.candidateTokens, expected.candidateTokens);
        EXPECT_EQ(found.imageTokens, expected.imageTokens);
        EXPECT_EQ(found.truncated, expected.truncated);
    }
    static ScoreRequest request(const std::string& question, const std::vector<std::string>& answers) {
        ScoreRequest request;
        request.conversation.messages = {{"user", question}};
        for (const std::string& answer : answers) {
            request.conversation.candidates.push_back({{{"assistant", answer}}, {}});
        }
        return request;
    }
    static ScoreRequest pictured(const fs::path& picture, const std::string& question, const std::vector<std::string>& answers) {
        auto pictured = request(question, answers);
        pictured.conversation.media = {{picture}};
        return pictured;
    }
    std::size_t commonTokens(const ScoreRequest& a, const ScoreRequest& b) {
        const auto first = m_model->sequence(a).ids;
        const auto second = m_model->sequence(b).ids;
        std::size_t common = 0;
        while (common < first.size() && common < second.size() && first[common] == second[common]) {
            ++common;
        }
        return common;
    }

    testing::RandomCheckpoint m_checkpoint;
    testing::TemporaryDirectory m_directory;
    std::unique_ptr<RewardModel> m_model;
};

TEST_F(PrefixReuseTest, AKeystrokeComputesTheTokensThatItChangedAndNoOthers) {
    const std::string question = "Which of the two cups on the table is fuller, and how can you tell?";
    std::string text;
    ScoreRequest before;
    for (const char* typed : {"The left", " one", ", since its", " surface", " is higher", ".", " Look", " twice."}) {
        text += typed;
        auto now = request(question, {text});
        now.options.keep = Keep::Candidates;
        const auto result = score(now);
        const auto length = result.promptTokens + result.candidateTokens[0];
        if (!before.conversation.candidates.empty()) {
            const auto common = static_cast<std::int64_t>(commonTokens(before, now));
            EXPECT_GE(common, result.promptTokens);
            EXPECT_EQ(result.statistics.computedTokens, length - common) << text;
            EXPECT_EQ(result.statistics.reusedTokens, common);
            EXPECT_EQ(result.statistics.prefixCacheHits, 1);
        } else {
            EXPECT_EQ(result.statistics.computedTokens, length);
        }
        expectEqual(result, apart(now));
        before = now;
    }
    // A change in the middle, and one at the beginning.
    for (const char* edited :
         {"The left one, since its level is higher. Look twice.", "A left one, since its level is higher."}) {
        auto now = request(question, {edited});
        now.options.keep = Keep::Candidates;
        const auto result = score(now);
        EXPECT_EQ(result.statistics.reusedTokens, static_cast<std::int64_t>(commonTokens(before, now)));
        expectEqual(result, apart(now));
        before = now;
    }
    EXPECT_LE(m_model->prefixCache().entries, 4) << "versions take each other's place";
}

TEST_F(PrefixReuseTest, AStopLeavesTheCacheAsItWas) {
    auto first = request("Name a river in the north of the country.", {"The Ob."});
    first.options.keep = Keep::Candidates;
    (void)score(first);
    const auto before = m_model->prefixCache();
    auto next = request("Name a river in the north of the country.", {"The Ob, of course, and the Yenisei."});
    next.options.keep = Keep::Candidates;
    std::stop_source source;
    int layers = 0;
    const auto progress = [&](const Progress& report) {
        if (report.stage == Stage::ScoringCandidates && !report.detail.empty() && ++layers == 1) {
            source.request_stop();
        }
    };
    EXPECT_THROW((void)m_model->score(next, source.get_token(), progress), Cancelled);
    EXPECT_EQ(layers, 1) << "it ends within one layer";
    EXPECT_EQ(m_model->prefixCache().bytes, before.bytes);
    EXPECT_EQ(m_model->prefixCache().entries, before.entries);
    expectEqual(score(next), apart(next));
}

TEST_F(PrefixReuseTest, OneMoreCandidateCostsItsOwnTokens) {
    const std::string question = "What is the capital of Norway? Answer in one sentence.";
    (void)score(request(question, {"Oslo.", "It is Bergen."}));
    const auto more = request(question, {"Trondheim, as far as I know."});
    const auto result = score(more);
    EXPECT_GT(result.statistics.reusedTokens, result.promptTokens - 3);
    EXPECT_EQ(result.statistics.computedTokens + result.statistics.reusedTokens, result.promptTokens + result.candidateTokens[0]);
    expectEqual(result, apart(more));
}

TEST_F(PrefixReuseTest, AnotherQuestionAboutAPictureDoesNotReadThePictureAgain) {
    const fs::path picture = m_directory.path() / "a.png";
    const fs::path twin = m_directory.path() / "b.png";
    fs::copy_file(testing::goldenFile("media/portrait.png"), picture);
    fs::copy_file(picture, twin);
    const auto first = score(pictured(picture, "What is this?", {"A face.", "A tree."}));
    EXPECT_GT(first.imageTokens, 5);
    const auto other = pictured(twin, "Is it day or night here?", {"Day.", "Night, I am sure."});
    const auto second = score(other);
    EXPECT_GE(second.statistics.reusedTokens, first.imageTokens) << "the same bytes under another name";
    EXPECT_EQ(second.statistics.decodeSeconds, 0);
    EXPECT_EQ(second.imageTokens, first.imageTokens);
    expectEqual(second, apart(other));
    // Other bytes under the name that is known.
    fs::remove(picture);
    fs::copy_file(testing::goldenFile("media/wide.png"), picture);
    const auto third = score(pictured(picture, "What is this?", {"A face.", "A tree."}));
    EXPECT_LT(third.statistics.reusedTokens, first.imageTokens);
    expectEqual(third, apart(pictured(picture, "What is this?", {"A face.", "A tree."})));
    // Another number of tiles is another picture.
    auto coarse = pictured(twin, "What is this?", {"A face.", "A tree."});
    coarse.options.hdNum = 1;
    expectEqual(score(coarse), apart(coarse));
}

TEST_F(PrefixReuseTest, WhatIsCutOrTurnedByAnotherBaseStaysExact) {
    std::string text = "word";
    for (int i = 0; i < 320; ++i) {
        text += " number " + std::to_string(i); // well beyond the 400 positions from which the rotary base follows the length
    }
    for (const int maxLength : {16384, 500, 390, 30, 1}) {
        for (const auto semantics : {ScoringSemantics::Single, ScoringSemantics::Batch}) {
            auto long_ = request("Say something.", {text, "Something.", text.substr(0, 900), "Something."});
            long_.options.maxLength = maxLength;
            long_.options.semantics = semantics;
            long_.options.keep = Keep::Candidates;
            const auto cold = score(long_);
            expectEqual(cold, apart(long_));
            const auto warm = score(long_);
            expectEqual(warm, cold);
            EXPECT_EQ(warm.scores[1], warm.scores[3]) << "identical candidates tie exactly";
        }
    }
}

TEST_F(PrefixReuseTest, CandidatesWithMediaOfTheirOwnStayExact) {
    auto own = request("Which picture is better?", {"This.", "This.", "Neither."});
    own.conversation.candidates[0].media = {{testing::goldenFile("media/portrait.png")}};
    own.conversation.candidates[1].media = {{testing::goldenFile("media/wide.png")}};
    own.options.keep = Keep::Candidates;
    const auto expected = apart(own);
    expectEqual(score(own), expected);
    const auto warm = score(own);
    expectEqual(warm, expected);
    EXPECT_EQ(warm.statistics.computedTokens, 3) << "only the last position of each is computed again";
}

TEST_F(PrefixReuseTest, PositionsAreReadInFullFromAWarmCache) {
    auto curve = request("Tell me about rivers.", {"They flow to the sea.", "They are wet, mostly."});
    curve.options.keep = Keep::Candidates;
    (void)score(curve);
    curve.options.positions = true;
    const auto warm = score(curve);
    const auto expected = apart(curve);
    for (std::size_t i = 0; i < 2; ++i) {
        ASSERT_EQ(warm.positions[i].size(), expected.positions[i].size());
        ASSERT_EQ(static_cast<int>(warm.positions[i].size()), warm.candidateTokens[i]);
        for (std::size_t p = 0; p < warm.positions[i].size(); ++p) {
            EXPECT_NEAR(warm.positions[i][p], expected.positions[i][p], 5e-6);
        }
    }
}

TEST_F(PrefixReuseTest, StrictScoresHaveTheSameBitsAloneInCompanyInAnyOrderAndWarm) {
    const std::string question = "Describe the picture in a few words, but leave out nothing that matters.";
    const std::vector<std::string> answers{"A man with a hat.", "A hat.", "Someone who looks to the left, smiling a little."};
    auto all = pictured(testing::goldenFile("media/portrait.png"), question, answers);
    all.options.strict = true;
    all.options.keep = Keep::Candidates;
    const auto together = score(all);
    expectEqual(together, apart(all));
    EXPECT_EQ(score(all).scores, together.scores) << "warm";
    for (std::size_t i = 0; i < answers.size(); ++i) {
        for (const bool reuse : {false, true}) {
            auto alone = pictured(testing::goldenFile("media/portrait.png"), question, {answers[i]});
            alone.options.strict = true;
            alone.options.reuse = reuse;
            alone.options.keep = Keep::Nothing;
            EXPECT_EQ(score(alone).scores[0], together.scores[i]) << i << reuse;
            alone.options.mode = ScoringMode::Independent;
            EXPECT_EQ(score(alone).scores[0], together.scores[i]) << i << reuse;
        }
    }
    auto turned = pictured(testing::goldenFile("media/portrait.png"), question, {answers[2], answers[0], answers[1]});
    turned.options.strict = true;
    turned.options.reuse = false;
    EXPECT_EQ(score(turned).scores, (std::vector<float>{together.scores[2], together.scores[0], together.scores[1]}));
}

TEST_F(PrefixReuseTest, WithoutABudgetOrLeaveNothingIsKeptOrReused) {
    auto silent = request("Is it raining?", {"Yes.", "No."});
    silent.options.keep = Keep::Nothing;
    (void)score(silent);
    EXPECT_EQ(m_model->prefixCache().entries, 0);
    silent.options.keep = Keep::Prompt;
    (void)score(silent);
    EXPECT_EQ(m_model->prefixCache().entries, 1);
    silent.options.reuse = false;
    EXPECT_EQ(score(silent).statistics.reusedTokens, 0);
    m_model->setPrefixCacheBudget(0);
    EXPECT_EQ(m_model->prefixCache().bytes, 0);
    silent.options.reuse = true;
    EXPECT_EQ(score(silent).statistics.reusedTokens, 0);
    EXPECT_EQ(m_model->prefixCache().entries, 0);
}

} // namespace
} // namespace trutina::engine
