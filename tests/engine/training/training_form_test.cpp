// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Forms of the same step: shared and apart, float32 and bfloat16.
#include "engine/scoring/text_encoder.h"
#include "engine/training/preference_trainer.h"
#include "engine/training/training_checkpoint.h"
#include "tests/support/torch_golden.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

namespace trutina::engine {
namespace {

/// Pairs about pictures and texts on a golden checkpoint, with adapters that are not zero.
class TrainingForm : public ::testing::TestWithParam<TrainingMode> {
  protected:
    TrainingForm() {
        const Message question{"human", "What is in the picture, and how many of them do you count?"};
        const auto pair = [&](const std::string& good, const std::string& bad, std::vector<MediaInput> media) {
            return PreferencePair{{question, {"gpt", good}}, {question, {"gpt", bad}}, std::move(media)};
        };
        m_pictures = {
            pair("Two red cups.", "Nothing that I could name.", {{testing::goldenFile("media/tiny.png"), MediaReading::Image}}),
            pair("A square.", "A square, or so they say; I am not sure.",
                 {{testing::goldenFile("media/square-tile.png"), MediaReading::Image}})};
        m_neighbours = {m_pictures[1], m_pictures[0], m_pictures[0], m_pictures[0]};
        m_neighbours[2].chosen[1].content = "Cups.";
        const Message other{"human", "What is in its middle?"};
        m_neighbours[3].chosen[0] = m_neighbours[3].rejected[0] = other;
        m_texts = {pair("Yes.", "No, I will not say.", {}), pair("One river and its mouth.", "Rain", {})};
    }
    [[nodiscard]] std::unique_ptr<PreferenceTrainer> trainer(TrainingRecipe recipe) const {
        const auto directory = testing::goldenFile("checkpoints/pico");
        recipe.mode = GetParam();
        recipe.dropout = 0;
        recipe.loraRank = 4;
        recipe.loraAlpha = 8;
        recipe.seed = 3;
        auto trainer = std::make_unique<PreferenceTrainer>(PreferenceTrainer::Model::open(directory), recipe, 10);
        // B begins at zero, where A gets no gradient: move it, the same way each time.
        std::map<std::string, at::Tensor> moved;
        at::manual_seed(11);
        for (const auto& [name, parameter] : trainer->weights().trained()) {
            if (name.ends_with(".lora_B")) {
                moved[name] = at::randn(parameter.sizes()) * 0.05;
            }
        }
        restoreParameters(trainer->weights().trained(), moved);
        return trainer;
    }
    struct Found {
        PreferenceTrainer::Outcome outcome;
        std::map<std::string, at::Tensor> gradients;
        double norm = 0;
    };
    [[nodiscard]] Found gradients(const TrainingRecipe& recipe, const std::vector<PreferencePair>& pairs) const {
        const auto trainer = this->trainer(recipe);
        Pace pace;
        Found found;
        found.outcome = trainer->accumulate(pairs, 1, 0, pace);
        found.norm = trainer->optimiser().gradientNorm();
        for (const auto& [name, parameter] : trainer->weights().trained()) {
            found.gradients[name] = parameter.grad().defined() ? parameter.grad().clone() : at::zeros_like(parameter.detach());
        }
        return found;
    }
    /// The largest difference of a parameter's gradient, relative to the norm of all.
    static double difference(const Found& one, const Found& other) {
        double worst = 0;
        for (const auto& [name, gradient] : one.gradients) {
            worst = std::max(worst, (gradient - other.gradients.at(name)).norm().item<double>() / one.norm);
        }
        return worst;
    }

    std::vector<PreferencePair> m_pictures, m_texts;
    std::vector<PreferencePair> m_neighbours; ///< the last three are about one picture
};

TEST_P(TrainingForm, WhatAPairSharesGivesTheGradientsOfTwoWholeSequences) {
    for (const auto* pairs : {&m_pictures, &m_texts, &m_neighbours}) {
        for (const bool checkpointLayers : {true, false}) {
            TrainingRecipe recipe;
            recipe.checkpointLayers = checkpointLayers;
            recipe.generationWeight = checkpointLayers ? 0.7 : 0;
            const Found shared = gradients(recipe, *pairs);
            recipe.shareBeginnings = false;
            const Found apart = gradients(recipe, *pairs);
            EXPECT_LT(shared.outcome.rows, apart.outcome.rows);
            ASSERT_EQ(shared.outcome.scores.size(), apart.outcome.scores.size());
            for (std::size_t i = 0; i < shared.outcome.scores.size(); ++i) {
                EXPECT_NEAR(shared.outcome.scores[i], apart.outcome.scores[i], 2e-5);
            }
            EXPECT_NEAR(shared.outcome.loss, apart.outcome.loss, 1e-5);
            EXPECT_NEAR(shared.outcome.generationLoss, apart.outcome.generationLoss, 1e-5);
            EXPECT_EQ(shared.outcome.generationLoss > 0, checkpointLayers);
            ASSERT_GT(shared.norm, 1e-3);
            const double worst = difference(shared, apart);
            EXPECT_LE(worst, 2e-5);
            std::printf("rows %lld for %lld, largest difference of a gradient %.1e\n",
                        static_cast<long long>(shared.outcome.rows), static_cast<long long>(apart.outcome.rows), worst);
        }
    }
}

TEST_P(TrainingForm, NeighboursAboutOnePictureComputeItOnce) {
    const auto trainer = this->trainer({});
    Pace pace;
    std::vector<float> alone;
    std::int64_t rows = 0;
    for (const PreferencePair& pair : m_neighbours) {
        const auto outcome = trainer->evaluate({pair}, pace);
        alone.insert(alone.end(), outcome.scores.begin(), outcome.scores.end());
        rows += outcome.rows;
    }
    const auto together = trainer->evaluate(m_neighbours, pace);
    ASSERT_EQ(together.scores.size(), alone.size());
    for (std::size_t i = 0; i < alone.size(); ++i) {
        EXPECT_NEAR(together.scores[i], alone[i], 2e-5);
    }
    const std::vector<PreferencePair> elsewhere{m_neighbours[1], m_neighbours[0], m_neighbours[2]};
    const auto apart = trainer->evaluate(elsewhere, pace).rows;
    EXPECT_LT(together.rows, rows);
    EXPECT_EQ(apart, trainer->evaluate({elsewhere[0]}, pace).rows + trainer->evaluate({elsewhere[1]}, pace).rows +
                         trainer->evaluate({elsewhere[2]}, pace).rows)
        << "only neighbours share";
}

TEST_P(TrainingForm, BFloat16StaysCloseToFloat32AndIsNotTheSame) {
    for (const auto* pairs : {&m_pictures, &m_texts}) {
        TrainingRecipe recipe;
        const Found wide = gradients(recipe, *pairs);
        recipe.precision = TrainingPrecision::BFloat16;
        const Found narrow = gradients(recipe, *pairs);
        double largest = 0;
        for (std::size_t i = 0; i < wide.outcome.scores.size(); ++i) {
            largest = std::max(largest, std::abs(static_cast<double>(wide.outcome.scores[i] - narrow.outcome.scores[i])));
        }
        EXPECT_LE(largest, 0.05);
        EXPECT_GT(largest, 0) << "something was rounded";
        EXPECT_NEAR(narrow.outcome.loss, wide.outcome.loss, 0.03);
        EXPECT_NEAR(narrow.norm / wide.norm, 1, 0.05);
        const double worst = difference(wide, narrow);
        EXPECT_LE(worst, 0.05);
        std::printf("bfloat16: scores within %.1e, gradients within %.1e of their norm\n", largest, worst);
        for (const auto& [name, gradient] : narrow.gradients) {
            EXPECT_EQ(gradient.scalar_type(), at::kFloat) << name;
        }
    }
}

TEST_P(TrainingForm, MasterWeightsMoveByLessThanBFloat16CanTell) {
    TrainingRecipe recipe;
    recipe.precision = TrainingPrecision::BFloat16;
    recipe.learningRate = 1e-5;
    recipe.weightDecay = 0;
    const auto trainer = this->trainer(recipe);
    const std::string name =
        GetParam() == TrainingMode::Full ? "model.layers.0.attention.wqkv.weight" : "model.layers.0.attention.wqkv.lora_A";
    const at::Tensor before = trainer->weights().trained().at(name).detach().clone();
    Pace pace;
    const std::vector<std::vector<PreferencePair>> batch{m_texts};
    for (int step = 0; step < 3; ++step) {
        static_cast<void>(trainer->step(batch, pace));
    }
    const at::Tensor after = trainer->weights().trained().at(name).detach();
    const double moved = (after - before).abs().max().item<double>();
    EXPECT_GT(moved, 1e-6);
    EXPECT_LT(moved, 1e-4);
    EXPECT_FALSE(after.equal(after.to(at::kBFloat16).to(at::kFloat))) << "the weights kept are not rounded";
}

INSTANTIATE_TEST_SUITE_P(Modes, TrainingForm, ::testing::Values(TrainingMode::Full, TrainingMode::Lora),
                         [](const auto& mode) { return mode.param == TrainingMode::Full ? "Full" : "Lora"; });

} // namespace
} // namespace trutina::engine
