// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A row of requests through scoreAll against the same requests one by one.
#include "engine/api/error.h"
#include "engine/scoring/model_opening.h"
#include "tests/engine/scoring/golden_requests.h"
#include "tests/support/random_checkpoint.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace trutina::engine {
namespace {

std::vector<RequestOutcome> scoredAll(RewardModel& model, const std::vector<ScoreRequest>& requests, BatchOptions options = {},
                                      std::stop_token stop = {}) {
    std::vector<RequestOutcome> outcomes;
    std::size_t next = static_cast<std::size_t>(options.firstRequest);
    model.scoreAll(
        [&]() -> std::optional<ScoreRequest> { return next < requests.size() ? std::optional(requests[next++]) : std::nullopt; },
        [&](RequestOutcome outcome) { outcomes.push_back(std::move(outcome)); }, options, std::move(stop), {});
    return outcomes;
}

std::string codeOf(const RequestOutcome& outcome) {
    const auto* error = std::get_if<Error>(&outcome);
    return error != nullptr ? error->code : "";
}

class GoldenBatches : public ::testing::TestWithParam<const char*> {};

TEST_P(GoldenBatches, PackedConversationsScoreAsTheReferenceAndAsAlone) {
    testing::GoldenModels models;
    RewardModel& model = models[GetParam()];
    std::vector<ScoreRequest> requests;
    std::vector<nlohmann::json> cases;
    int number = 0;
    for (const auto& entry : testing::scoreCases()) {
        // All of them on the quickest checkpoint, every fourth on the others.
        if (entry.at("checkpoint") == GetParam() && (entry.at("checkpoint") == "pico" || number++ % 4 == 0)) {
            requests.push_back(testing::requestOf(entry));
            cases.push_back(entry);
        }
    }
    const auto outcomes = scoredAll(model, requests);
    ASSERT_EQ(outcomes.size(), requests.size());
    std::int64_t mostPacked = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        SCOPED_TRACE(cases[i].at("name"));
        ASSERT_TRUE(std::holds_alternative<ScoreResult>(outcomes[i])) << std::get<Error>(outcomes[i]).message;
        const auto& packed = std::get<ScoreResult>(outcomes[i]);
        const auto alone = model.score(requests[i], {}, {});
        const double golden = cases[i].at("score");
        EXPECT_NEAR(packed.scores[0], golden, testing::toleranceOf(cases[i]));
        EXPECT_NEAR(packed.scores[0], alone.scores[0], 1e-5 * std::max(1.0, std::abs(golden)));
        EXPECT_EQ(packed.imageTokens, alone.imageTokens);
        EXPECT_EQ(packed.candidateTokens, alone.candidateTokens);
        EXPECT_EQ(packed.truncated, alone.truncated);
        mostPacked = std::max(mostPacked, packed.statistics.packedRequests);
    }
    EXPECT_GT(mostPacked, 1);
}

INSTANTIATE_TEST_SUITE_P(Checkpoints, GoldenBatches, ::testing::Values("pico", "mini", "nano"),
                         [](const auto& parameter) { return std::string(parameter.param); });

class BatchScoringTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::copy_file(std::filesystem::path(TRUTINA_SHARED_DIR) / "data/internlm2-tokenizer.model",
                                   m_directory.path() / "tokenizer.model");
    }
    std::unique_ptr<LoadedRewardModel> load() {
        testing::RandomCheckpoint checkpoint;
        checkpoint.vocabulary = 92544;
        checkpoint.poisoned = m_poisoned;
        checkpoint.write(m_directory.path());
        LoadOptions options;
        options.directory = m_directory.path();
        return openRewardModel(options, {}, {});
    }
    /// Questions of different lengths with none to three answers, some with a picture.
    static std::vector<ScoreRequest> questions(int count) {
        std::vector<ScoreRequest> requests;
        for (int i = 0; i < count; ++i) {
            ScoreRequest& request = requests.emplace_back();
            std::string text = "Question " + std::to_string(i);
            for (int word = 0; word < i * 7 % 60; ++word) {
                text += " and another word";
            }
            request.conversation.messages = {{"user", text}};
            for (int answer = 0; answer < i % 4; ++answer) {
                request.conversation.candidates.push_back({{{"assistant", "Answer " + std::to_string(answer * i)}}, {}});
            }
            if (i % 5 == 2) {
                request.conversation.media = {{testing::goldenFile("media/tiny.png")}};
            }
        }
        return requests;
    }

    std::string m_poisoned;
    testing::TemporaryDirectory m_directory;
};

TEST_F(BatchScoringTest, ResultsAreThoseOfRequestsAlone) {
    const auto model = load();
    auto requests = questions(24);
    for (std::size_t i = 0; i < requests.size(); ++i) {
        requests[i].options.positions = i % 3 == 1;
        requests[i].options.mode = i % 7 == 3 ? ScoringMode::Independent : ScoringMode::Shared;
    }
    const auto outcomes = scoredAll(*model, requests);
    ASSERT_EQ(outcomes.size(), requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
        SCOPED_TRACE(i);
        ASSERT_EQ(codeOf(outcomes[i]), "");
        const auto& packed = std::get<ScoreResult>(outcomes[i]);
        requests[i].options.reuse = false; // as in a batch, which neither begins from kept prefixes nor keeps any
        requests[i].options.keep = Keep::Nothing;
        const auto alone = model->score(requests[i], {}, {});
        ASSERT_EQ(packed.scores.size(), alone.scores.size());
        EXPECT_EQ(packed.promptTokens, alone.promptTokens);
        EXPECT_EQ(packed.imageTokens, alone.imageTokens);
        ASSERT_EQ(packed.positions.size(), alone.positions.size());
        for (std::size_t c = 0; c < alone.scores.size(); ++c) {
            EXPECT_NEAR(packed.scores[c], alone.scores[c], 2e-6);
            if (!alone.positions.empty()) {
                ASSERT_EQ(packed.positions[c].size(), alone.positions[c].size());
                for (std::size_t p = 0; p < alone.positions[c].size(); ++p) {
                    EXPECT_NEAR(packed.positions[c][p], alone.positions[c][p], 5e-6);
                }
            }
        }
        EXPECT_NEAR(packed.statistics.floatingPointOperations, alone.statistics.floatingPointOperations,
                    1e-9 * alone.statistics.floatingPointOperations);
        EXPECT_GT(packed.statistics.totalSeconds, 0);
    }
}

TEST_F(BatchScoringTest, TheSameRowGivesTheSameBitsAgainAndInParts) {
    const auto model = load();
    const auto requests = questions(50);
    const auto bits = [&](const BatchOptions& options) {
        std::vector<std::vector<float>> scores;
        for (const auto& outcome : scoredAll(*model, requests, options)) {
            scores.push_back(std::get<ScoreResult>(outcome).scores);
        }
        return scores;
    };
    BatchOptions options;
    options.blockSize = 16;
    const auto whole = bits(options);
    EXPECT_EQ(bits(options), whole);
    options.firstRequest = 16;
    EXPECT_EQ(bits(options), decltype(whole)(whole.begin() + 16, whole.end()));
    options.deliverFrom = 37;
    EXPECT_EQ(bits(options), decltype(whole)(whole.begin() + 37, whole.end()));
}

TEST_F(BatchScoringTest, AMissingPictureFailsItsRequestAlone) {
    const auto model = load();
    auto requests = questions(6);
    requests[3].conversation.media = {{m_directory.path() / "absent.png"}};
    requests[4].options.hdNum = 0;
    const auto outcomes = scoredAll(*model, requests);
    ASSERT_EQ(outcomes.size(), 6U);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(codeOf(outcomes[i]), i == 3 ? "media.not_found" : i == 4 ? "options.hd_num" : "");
    }
}

TEST_F(BatchScoringTest, AScoreThatIsNoNumberFailsItsRequestAlone) {
    m_poisoned = "model.tok_embeddings.weight"; // row 0: the unknown piece
    const auto model = load();
    auto requests = questions(4);
    requests[2].conversation.messages[0].content = "<unk>";
    const auto outcomes = scoredAll(*model, requests);
    ASSERT_EQ(outcomes.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(codeOf(outcomes[i]), i == 2 ? "model.not_finite" : "");
    }
}

TEST_F(BatchScoringTest, AStopRequestEndsTheRow) {
    const auto model = load();
    std::stop_source stop;
    int given = 0;
    int received = 0;
    BatchOptions options;
    options.tokenBudget = 1;
    EXPECT_THROW(model->scoreAll([&]() -> std::optional<ScoreRequest> { return questions(2)[given++ % 2]; },
                                 [&](const RequestOutcome&) {
                                     if (++received == 3) {
                                         stop.request_stop();
                                     }
                                 },
                                 options, stop.get_token(), {}),
                 Cancelled);
    EXPECT_EQ(received, 3);
}

} // namespace
} // namespace trutina::engine
