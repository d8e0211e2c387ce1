// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which tokens of which rows the loss of saying the chosen answers is about.
#include "engine/scoring/text_encoder.h"
#include "engine/training/preference_trainer.h"
#include "tests/support/torch_golden.h"

#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace trutina::engine {
namespace {

/// A trainer of a golden checkpoint.
class GenerationLoss : public ::testing::Test {
  protected:
    [[nodiscard]] static std::unique_ptr<PreferenceTrainer> trainer(const TrainingRecipe& recipe) {
        return std::make_unique<PreferenceTrainer>(PreferenceTrainer::Model::open(testing::goldenFile("checkpoints/pico")),
                                                   recipe, 100);
    }
    [[nodiscard]] static std::vector<std::int64_t> ids(const std::string& question, const std::string& answer) {
        const SentencePieceEncoder encoder(openTokenizer(testing::goldenFile("checkpoints/pico")));
        Conversation conversation;
        conversation.messages = {{"user", question}, {"assistant", answer}};
        const TokenSequence tokens = encoder.encodeChat(conversation);
        return {tokens.ids.begin(), tokens.ids.end()};
    }
    [[nodiscard]] static PreferencePair pair(const std::string& good, const std::string& bad) {
        return {{{"human", kQuestion}, {"gpt", good}}, {{"human", kQuestion}, {"gpt", bad}}, {}};
    }
    static constexpr const char* kQuestion = "Which river is it?";
    Pace m_pace;
};

TEST_F(GenerationLoss, IsThatOfAllThatTheChosenAnswerSays) {
    TrainingRecipe recipe;
    recipe.dropout = 0;
    recipe.generationWeight = 1;
    const auto trainer = this->trainer(recipe);
    const at::Tensor embeddings = trainer->weights()["model.tok_embeddings.weight"].detach().to(at::kFloat);
    {
        // Branches that add nothing: a row is then its own token's embedding, and what it foretells can be told by hand.
        const c10::NoGradGuard noGradients;
        for (const auto& [name, parameter] : trainer->weights().trained()) {
            if (name.ends_with("attention.wo.weight") || name.ends_with("feed_forward.w2.weight")) {
                at::Tensor(parameter).zero_();
            }
        }
    }
    const std::vector<std::pair<std::string, std::string>> answers{{"It is the Po, I think.", "It is the Elbe."},
                                                                   {"Yes", "No, no"}};
    std::vector<PreferencePair> pairs;
    double sum = 0;
    std::int64_t count = 0;
    const double epsilon = readModelConfig(testing::goldenFile("checkpoints/pico")).rmsNormEpsilon;
    const at::Tensor gain = trainer->weights()["model.norm.weight"].detach();
    for (const auto& [good, bad] : answers) {
        pairs.push_back(pair(good, bad));
        const auto chosen = ids(kQuestion, good), other = ids(kQuestion, "?");
        const auto answer = std::mismatch(chosen.begin(), chosen.end(), other.begin(), other.end()).first - chosen.begin();
        ASSERT_GT(answer, 5);
        for (auto at = static_cast<std::size_t>(answer); at < chosen.size(); ++at) {
            const at::Tensor row = embeddings[chosen[at - 1]].to(at::kDouble);
            const at::Tensor normed = row / (row.square().mean() + epsilon).sqrt() * gain;
            const at::Tensor logits = at::mv(embeddings.to(at::kDouble), normed) / std::sqrt(static_cast<double>(row.numel()));
            sum -= at::log_softmax(logits, 0)[chosen[at]].item<double>();
            ++count;
        }
    }
    const auto outcome = trainer->accumulate(pairs, 1, 0, m_pace);
    EXPECT_NEAR(outcome.generationLoss, sum / static_cast<double>(count), 1e-5);
}

TEST_F(GenerationLoss, FallsAndIsToldApartFromThePreferenceLoss) {
    TrainingRecipe recipe;
    recipe.dropout = 0;
    recipe.learningRate = 5e-3;
    const std::vector<std::vector<PreferencePair>> batch{{pair("It is the Po, I think.", "It is the Elbe.")}};
    EXPECT_FALSE(trainer(recipe)->step(batch, m_pace).generationLoss);
    recipe.generationWeight = 1;
    const auto trainer = this->trainer(recipe);
    const TrainingStep first = trainer->step(batch, m_pace);
    EXPECT_NEAR(first.loss, trainer->evaluate(batch[0], m_pace).loss, 0.1) << "the loss of a step is that of preferences alone";
    for (int i = 0; i < 20; ++i) {
        static_cast<void>(trainer->step(batch, m_pace));
    }
    EXPECT_LT(*trainer->step(batch, m_pace).generationLoss, *first.generationLoss - 0.3);
}

} // namespace
} // namespace trutina::engine
