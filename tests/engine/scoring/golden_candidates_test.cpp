// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/ranking.h"
#include "engine/api/error.h"
#include "tests/engine/scoring/golden_requests.h"
#include "tests/support/torch_golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <utility>

namespace trutina::engine {
namespace {

using testing::goldenJson;
using testing::GoldenModels;
using testing::requestOf;
using testing::scoreCases;
using testing::scoreTolerance;
using testing::toleranceOf;

TEST(GoldenCandidates, TheSameCandidateBesideOthersScoresAsTheReference) {
    GoldenModels models;
    double worst = 0;
    double worstApart = 0;
    int shared = 0;
    for (const auto& entry : scoreCases()) {
        SCOPED_TRACE(entry.at("name"));
        auto request = requestOf(entry);
        auto& messages = request.conversation.messages;
        if (messages.empty()) {
            continue; // there is no answer to put beside others
        }
        const Message answer = messages.back();
        messages.pop_back();
        request.conversation.candidates = {
            {{answer}, {}}, {{{answer.role, answer.content + " And a word more."}}, {}}, {{{answer.role, "No."}}, {}}};
        const auto result = models[entry.at("checkpoint")].score(request, {}, {});
        EXPECT_NEAR(result.scores[0], entry.at("score").get<double>(), toleranceOf(entry));
        request.options.mode = ScoringMode::Independent;
        const auto apart = models[entry.at("checkpoint")].score(request, {}, {});
        EXPECT_EQ(result.promptTokens, apart.promptTokens);
        EXPECT_EQ(result.candidateTokens, apart.candidateTokens);
        EXPECT_EQ(result.promptTokens + result.candidateTokens[0], entry.at("length").get<int>());
        for (std::size_t i = 0; i < 3; ++i) {
            // 1e-5 of the spread of these scores, which is four. Random weights amplify rounding: fp64 against fp32 alone moves a
            // score by 2e-5.
            EXPECT_NEAR(result.scores[i], apart.scores[i], 4e-5) << i;
            worstApart = std::max(worstApart, static_cast<double>(std::abs(result.scores[i] - apart.scores[i])));
        }
        shared += result.statistics.prefixCacheHits > 0 ? 1 : 0;
        if (entry.at("exact_pixels").get<bool>()) {
            worst = std::max(worst, std::abs(result.scores[0] - entry.at("score").get<double>()));
        }
    }
    EXPECT_GT(shared, 70);
    std::printf("largest score error %.1e, shared against independent %.1e\n", worst, worstApart);
}

TEST(GoldenCandidates, EveryModeScoresAsTheReferenceAndStrictOnesToTheBit) {
    GoldenModels models;
    int compared = 0;
    for (const auto& entry : scoreCases()) {
        if (entry.at("chat").empty() || entry.at("length").get<int>() > 600) {
            continue; // the long ones are scored beside others above
        }
        SCOPED_TRACE(entry.at("name"));
        auto& model = models[entry.at("checkpoint")];
        auto request = requestOf(entry);
        auto& messages = request.conversation.messages;
        const Message answer = messages.back();
        messages.pop_back();
        request.conversation.candidates = {{{answer}, {}}, {{{answer.role, answer.content + " And a word more."}}, {}}};
        request.options.keep = Keep::Candidates;
        const double expected = entry.at("score");
        float strict = 0;
        for (const bool isStrict : {false, true}) {
            request.options.strict = isStrict;
            for (const bool reuse : {false, true, true}) { // cold, and twice from what the last one kept
                request.options.reuse = reuse;
                const auto scores = model.score(request, {}, {}).scores;
                EXPECT_NEAR(scores[0], expected, toleranceOf(entry)) << isStrict << reuse;
                if (isStrict && reuse) {
                    EXPECT_EQ(scores[0], strict);
                }
                strict = scores[0];
            }
        }
        std::swap(request.conversation.candidates[0], request.conversation.candidates[1]);
        EXPECT_EQ(model.score(request, {}, {}).scores[1], strict) << "in another order";
        request.options.mode = ScoringMode::Independent;
        EXPECT_EQ(model.score(request, {}, {}).scores[1], strict) << "alone";
        ++compared;
    }
    EXPECT_GT(compared, 50);
}

TEST(GoldenCandidates, PositionsOfACandidateAreTheTailOfThoseOfTheWholeConversation) {
    GoldenModels models;
    const testing::GoldenArrays arrays("positions.safetensors");
    for (const auto& entry : scoreCases()) {
        if (entry.at("name") != "image-portrait.png") {
            continue;
        }
        auto request = requestOf(entry);
        request.options.positions = true;
        const Message answer = request.conversation.messages.back();
        request.conversation.messages.pop_back();
        request.conversation.candidates = {{{answer}, {}}};
        const auto expected = arrays["image-portrait.png"];
        for (const int others : {0, 1}) {
            if (others == 1) {
                request.conversation.candidates.push_back({{{"assistant", "Something else."}}, {}});
            }
            for (const auto mode : {ScoringMode::Shared, ScoringMode::Independent}) {
                request.options.mode = mode;
                const auto result = models["mini"].score(request, {}, {});
                ASSERT_EQ(static_cast<int>(result.positions[0].size()), result.candidateTokens[0]);
                const auto tail = expected.slice(0, result.promptTokens);
                EXPECT_LE(testing::relativeError(at::tensor(result.positions[0]), tail), 1e-4);
                EXPECT_EQ(result.imageTokens, 481);
            }
        }
        return;
    }
    FAIL() << "the case is gone";
}

TEST(GoldenCandidates, BatchesScoreOrderAndCompareAsTheReference) {
    GoldenModels models;
    const auto golden = goldenJson("batches.json");
    ASSERT_EQ(golden.at("cases").size(), 10U);
    std::map<std::string, std::vector<float>> alone;
    for (const auto& batch : golden.at("cases")) {
        SCOPED_TRACE(batch.at("name"));
        ScoreRequest request = testing::batchRequestOf(batch);
        auto& model = models[batch.at("checkpoint")];
        for (const auto mode : {ScoringMode::Shared, ScoringMode::Independent}) {
            request.options.mode = mode;
            request.options.semantics = ScoringSemantics::Batch;
            const auto together = model.score(request, {}, {});
            request.options.semantics = ScoringSemantics::Single;
            const auto single = model.score(request, {}, {});
            for (std::size_t i = 0; i < together.scores.size(); ++i) {
                EXPECT_NEAR(together.scores[i], batch.at("scores")[i].get<double>(), scoreTolerance(batch.at("scores")[i]));
                EXPECT_NEAR(single.scores[i], batch.at("alone")[i].get<double>(), scoreTolerance(batch.at("alone")[i]));
            }
            EXPECT_EQ(together.order, batch.at("order").get<std::vector<int>>());
            alone[batch.at("name")] = single.scores;
        }
    }
    for (const auto& pair : golden.at("compare")) {
        const auto& scores = alone.at(pair.at("batch"));
        EXPECT_EQ(firstWins(scores[pair.at("first").get<std::size_t>()], scores[pair.at("second").get<std::size_t>()]),
                  pair.at("first_wins").get<bool>());
    }
}

TEST(GoldenCandidates, Bfloat16StaysWithinItsStatedTolerance) {
    GoldenModels models(ComputeType::BFloat16);
    std::map<std::string, std::vector<std::pair<double, double>>> byCheckpoint;
    for (const auto& entry : scoreCases()) {
        if (entry.at("length").get<int>() > 600) {
            continue; // bfloat16 is slow on processors that lack it
        }
        const auto result = models[entry.at("checkpoint")].score(requestOf(entry), {}, {});
        byCheckpoint[entry.at("checkpoint")].emplace_back(result.scores[0], entry.at("score").get<double>());
    }
    for (const auto& [checkpoint, pairs] : byCheckpoint) {
        double sum = 0;
        double squares = 0;
        double errors = 0;
        double worst = 0;
        for (const auto& [found, expected] : pairs) {
            sum += expected;
            squares += expected * expected;
            errors += (found - expected) * (found - expected);
            worst = std::max(worst, std::abs(found - expected));
        }
        const auto n = static_cast<double>(pairs.size());
        const double spread = std::sqrt(squares / n - sum / n * (sum / n));
        std::printf("%s: bfloat16 root mean square error %.4f, worst %.4f, spread %.2f\n", checkpoint.c_str(),
                    std::sqrt(errors / n), worst, spread);
        // The stated tolerance of bfloat16: 4e-2 of the spread as root mean square, 15e-2 for the worst.
        EXPECT_LE(std::sqrt(errors / n), 4e-2 * spread) << checkpoint;
        EXPECT_LE(worst, 15e-2 * spread) << checkpoint;
    }
}

TEST(GoldenErrors, EveryBadCallIsRefusedWithACodeAndASentence) {
    GoldenModels models;
    auto& model = models["pico"];
    const auto golden = goldenJson("errors.json");
    ASSERT_FALSE(golden.at("calls").empty());
    for (const auto& call : golden.at("calls")) {
        SCOPED_TRACE(call.at("name"));
        for (const auto mode : {ScoringMode::Shared, ScoringMode::Independent}) {
            auto request = requestOf(call);
            request.options.mode = mode;
            try {
                (void)model.score(request, {}, {});
                ADD_FAILURE() << "was not refused";
            } catch (const Failure& failure) {
                EXPECT_FALSE(failure.error().code.empty());
                EXPECT_NE(failure.error().code, "engine.internal");
                EXPECT_GT(failure.error().message.size(), 10U);
            }
        }
    }
    ScoreRequest nobody;
    nobody.options.semantics = ScoringSemantics::Batch;
    try {
        (void)model.score(nobody, {}, {});
        ADD_FAILURE() << "a batch of no chats was not refused";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "candidates.empty");
    }
    // And the model still works.
    for (const auto& entry : scoreCases()) {
        if (entry.at("name") == "text-01") {
            EXPECT_NEAR(model.score(requestOf(entry), {}, {}).scores[0], entry.at("score").get<double>(),
                        scoreTolerance(entry.at("score")));
        }
    }
}

} // namespace
} // namespace trutina::engine
