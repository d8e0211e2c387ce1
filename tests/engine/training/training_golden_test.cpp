// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/text_encoder.h"
#include "engine/training/preference_trainer.h"
#include "engine/training/training_checkpoint.h"
#include "tests/support/torch_golden.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trutina::engine {
namespace {

using nlohmann::json;
using testing::GoldenArrays;
using testing::goldenFile;

constexpr double kGradientTolerance = 5e-4;
constexpr double kParameterTolerance = 1e-3;

std::vector<Message> conversation(const json& turns) {
    std::vector<Message> messages;
    for (const json& turn : turns) {
        messages.push_back({turn.at("from"), turn.at("value")});
    }
    return messages;
}

class TrainingGolden : public ::testing::Test {
  protected:
    TrainingGolden()
        : m_golden(testing::goldenJson("training.json")),
          m_arrays("training.safetensors"),
          m_loraStart("lora-start.safetensors"),
          m_directory(goldenFile("checkpoints/" + m_golden.at("checkpoint").get<std::string>())) {}

    [[nodiscard]] std::vector<PreferencePair> pairs(const json& numbers) const {
        std::vector<PreferencePair> all;
        for (const std::size_t number : numbers) {
            const json& record = m_golden.at("records").at(number);
            PreferencePair pair{conversation(record.at("conversations_a")), conversation(record.at("conversations_b")), {}};
            const json images = record.value("image", json::array());
            for (const json& image : images.is_string() ? json::array({images}) : images) {
                pair.media.push_back({goldenFile(image.get<std::string>()), MediaReading::Automatic});
            }
            all.push_back(std::move(pair));
        }
        return all;
    }

    [[nodiscard]] std::unique_ptr<PreferenceTrainer> trainer(TrainingRecipe recipe, const std::string& mode,
                                                             std::int64_t totalSteps = 1) const {
        const json& lora = m_golden.at("lora");
        recipe.mode = mode == "lora" ? TrainingMode::Lora : TrainingMode::Full;
        recipe.loraRank = lora.at("r");
        recipe.loraAlpha = lora.at("alpha");
        recipe.dropout = m_golden.at("dropout");
        recipe.hdNum = m_golden.at("hd_num");
        auto trainer = std::make_unique<PreferenceTrainer>(PreferenceTrainer::Model::open(m_directory), recipe, totalSteps);
        if (recipe.mode == TrainingMode::Lora) {
            std::map<std::string, at::Tensor> start;
            for (const auto& [name, parameter] : trainer->weights().trained()) {
                if (name.find(".lora_") != std::string::npos) {
                    start[name] = m_loraStart["base_model.model." + name + ".weight"];
                }
            }
            restoreParameters(trainer->weights().trained(), start);
        }
        return trainer;
    }

    /// Compares every array "PREFIX/PARAMETER" that the golden file holds.
    void expectArrays(const std::string& prefix, const std::map<std::string, at::Tensor>& parameters, bool gradients,
                      double tolerance) {
        const auto rows = at::tensor(m_golden.at("embedding_rows").get<std::vector<std::int64_t>>(), at::kLong);
        int compared = 0;
        double worst = 0;
        for (const auto& [name, parameter] : parameters) {
            const bool table = name == "model.tok_embeddings.weight";
            const std::string array = prefix + "/" + name + (table ? "[rows]" : "");
            if (!m_arrays.contains(array)) {
                continue;
            }
            at::Tensor found = parameter.detach();
            if (gradients) {
                found = parameter.grad().defined() ? parameter.grad() : at::zeros_like(found);
            }
            const double error = testing::relativeError(table ? found.index_select(0, rows) : found, m_arrays[array]);
            EXPECT_LE(error, tolerance) << array;
            worst = std::max(worst, error);
            ++compared;
        }
        if (compared > 0) {
            std::printf("%-24s %2d arrays, largest error %.1e\n", prefix.c_str(), compared, worst);
        }
        m_compared += compared;
    }

    json m_golden;
    GoldenArrays m_arrays, m_loraStart;
    std::filesystem::path m_directory;
    int m_compared = 0;
};

TEST_F(TrainingGolden, LossesAndGradientsEqualTheReferenceInBothModesAndWithLayersComputedAgain) {
    for (const bool checkpointLayers : {true, false}) {
        for (const json& entry : m_golden.at("gradients")) {
            const std::string name = entry.at("name");
            SCOPED_TRACE(name + (checkpointLayers ? ", layers computed again" : ", one graph"));
            TrainingRecipe recipe;
            recipe.maxLength = entry.at("max_length");
            recipe.checkpointLayers = checkpointLayers;
            const auto trainer = this->trainer(recipe, entry.at("mode"));
            EXPECT_EQ(trainer->weights().trained().size(), entry.at("trained_parameters"));
            Pace pace;
            const auto outcome = trainer->accumulate(pairs(entry.at("records")), 1, 0, pace);
            const double loss = entry.at("loss");
            EXPECT_NEAR(outcome.loss, loss, kGradientTolerance * std::max(1.0, loss));
            ASSERT_EQ(outcome.scores.size(), 2 * entry.at("chosen").size());
            for (std::size_t i = 0; i < entry.at("chosen").size(); ++i) {
                const double chosen = entry.at("chosen")[i];
                const double rejected = entry.at("rejected")[i];
                EXPECT_NEAR(outcome.scores[2 * i], chosen, 1e-4 + 1e-4 * std::abs(chosen));
                EXPECT_NEAR(outcome.scores[2 * i + 1], rejected, 1e-4 + 1e-4 * std::abs(rejected));
            }
            const double norm = entry.at("grad_norm");
            EXPECT_NEAR(trainer->optimiser().gradientNorm(), norm, kGradientTolerance * norm);
            for (const auto& [parameter, expected] : entry.at("norms").items()) {
                const at::Tensor& gradient = trainer->weights().trained().at(parameter).grad();
                const double found = gradient.defined() ? gradient.norm().item<double>() : 0;
                EXPECT_NEAR(found, expected.get<double>(), kGradientTolerance * norm) << parameter;
            }
            expectArrays(name, trainer->weights().trained(), true, kGradientTolerance);
        }
    }
    EXPECT_GT(m_compared, 40);
}

TEST_F(TrainingGolden, FiveOptimiserStepsLeadToTheWeightsOfTheReference) {
    for (const json& run : m_golden.at("runs")) {
        SCOPED_TRACE(run.at("name"));
        TrainingRecipe recipe;
        recipe.learningRate = run.at("learning_rate");
        recipe.maxLength = run.at("max_length");
        recipe.beta1 = run.at("beta1");
        recipe.beta2 = run.at("beta2");
        recipe.epsilon = run.at("eps");
        recipe.weightDecay = run.at("weight_decay");
        recipe.maxGradientNorm = run.at("max_grad_norm");
        const auto trainer = this->trainer(recipe, run.at("mode"), run.at("total_steps"));
        Pace pace;
        std::size_t number = 0;
        for (const json& plan : run.at("plan")) {
            std::vector<std::vector<PreferencePair>> microBatches;
            for (const json& numbers : plan) {
                microBatches.push_back(pairs(numbers));
            }
            const TrainingStep step = trainer->step(microBatches, pace);
            const json& expected = run.at("steps").at(number++);
            EXPECT_DOUBLE_EQ(step.learningRate, expected.at("lr"));
            double loss = 0;
            for (const double part : expected.at("losses")) {
                loss += part / static_cast<double>(plan.size());
            }
            EXPECT_NEAR(step.loss, loss, 2e-3 * loss + 1e-4);
        }
        for (std::size_t i = 0; i < run.at("losses_after").size(); ++i) {
            const double expected = run.at("losses_after")[i];
            EXPECT_NEAR(trainer->evaluate(pairs(json::array({i})), pace).loss, expected, 2e-3 * expected + 1e-4)
                << "record " << i;
        }
        expectArrays("after/" + run.at("name").get<std::string>(), trainer->weights().trained(), false, kParameterTolerance);
    }
    EXPECT_GE(m_compared, 20);
}

// The gradients of the shared form are held by the golden values above; this holds that rows are saved at all.
TEST_F(TrainingGolden, WhatAPairSharesIsComputedOnce) {
    TrainingRecipe recipe;
    const auto trainer = this->trainer(recipe, "full");
    Pace pace;
    const auto outcome = trainer->evaluate(pairs(json::array({0})), pace);
    std::int64_t apart = 0;
    for (const auto& side : {pairs(json::array({0})).front().chosen, pairs(json::array({0})).front().rejected}) {
        PreferencePair pair = pairs(json::array({0})).front();
        pair.chosen = side;
        pair.rejected = {{"system", "x"}};
        apart += trainer->evaluate({pair}, pace).rows;
    }
    EXPECT_LT(outcome.rows, apart);
}

TEST_F(TrainingGolden, PairsThatTruncationMadeEqualAreSkippedAndNamed) {
    TrainingRecipe recipe;
    recipe.maxLength = 5;
    const auto trainer = this->trainer(recipe, "full", 3);
    Pace pace;
    const auto before = trainer->weights()["model.norm.weight"].detach().clone();
    const std::vector<std::vector<PreferencePair>> batch{pairs(json::array({5}))};
    const TrainingStep step = trainer->step(batch, pace);
    EXPECT_EQ(step.skipped, std::vector<std::size_t>{0});
    EXPECT_TRUE(before.equal(trainer->weights()["model.norm.weight"])) << "the first step has learning rate 0";
}

TEST_F(TrainingGolden, DropoutDrawsTheSameNumbersWhenALayerIsComputedAgain) {
    std::vector<double> norms;
    for (const bool checkpointLayers : {true, false}) {
        TrainingRecipe recipe;
        recipe.checkpointLayers = checkpointLayers;
        recipe.seed = 7;
        auto trainer = this->trainer(recipe, "lora");
        // The golden start has no dropout; this recipe has.
        recipe.mode = TrainingMode::Lora;
        recipe.dropout = 0.3;
        recipe.loraRank = m_golden.at("lora").at("r");
        PreferenceTrainer withDropout(PreferenceTrainer::Model::open(m_directory), recipe, 1);
        std::map<std::string, at::Tensor> start;
        for (const auto& [name, parameter] : trainer->weights().trained()) {
            start[name] = parameter.detach();
        }
        restoreParameters(withDropout.weights().trained(), start);
        Pace pace;
        static_cast<void>(withDropout.accumulate(pairs(json::array({0})), 1, 0, pace));
        norms.push_back(withDropout.optimiser().gradientNorm());
    }
    EXPECT_NEAR(norms[0], norms[1], 1e-5 * norms[0]);
}

} // namespace
} // namespace trutina::engine
