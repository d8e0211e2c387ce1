// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// An adapter from the golden training case to a score: trained, written, loaded, merged.
#include "engine/api/error.h"
#include "engine/checkpoint/model_folder.h"
#include "engine/checkpoint/safetensors_writer.h"
#include "engine/model/model_merge.h"
#include "engine/scoring/model_opening.h"
#include "engine/training/model_export.h"
#include "engine/training/preference_trainer.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/torch_golden.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

namespace trutina::engine {
namespace {

using nlohmann::json;

/// Trainer and scorer add in another order, and the scorer has base and adapter in one weight. 2.7e-5 was measured.
constexpr double kTolerance = 1e-4;

std::vector<Message> conversation(const json& turns) {
    std::vector<Message> messages;
    for (const json& turn : turns) {
        messages.push_back({turn.at("from"), turn.at("value")});
    }
    return messages;
}

class TrainedAdapter : public ::testing::TestWithParam<bool> {
  protected:
    TrainedAdapter() : m_golden(testing::goldenJson("training.json")), m_base(m_directory.path() / "base") {
        writeWideCopy(testing::goldenFile("checkpoints/" + m_golden.at("checkpoint").get<std::string>()));
        for (const json& record : m_golden.at("records")) {
            PreferencePair pair{conversation(record.at("conversations_a")), conversation(record.at("conversations_b")), {}};
            const json images = record.value("image", json::array());
            for (const json& image : images.is_string() ? json::array({images}) : images) {
                pair.media.push_back({testing::goldenFile(image.get<std::string>()), MediaReading::Automatic});
            }
            (pair.media.empty() ? m_texts : m_pictures).push_back(std::move(pair));
        }
    }
    /// The golden checkpoint in float32: in bfloat16 a merged folder is rounded, which is not what is compared here.
    void writeWideCopy(const std::filesystem::path& golden) const {
        std::filesystem::create_directories(m_base);
        copyModelDescription(golden, m_base);
        const std::shared_ptr<const WeightSource> source = openWeights(golden);
        const StoredWeights weights(source, at::kFloat);
        std::vector<at::Tensor> held;
        std::vector<TensorToWrite> tensors;
        for (const auto& [name, stored] : source->tensors()) {
            const at::Tensor& wide = held.emplace_back(weights.converted(name).contiguous());
            tensors.push_back(
                {name, StoredType::Float32, stored.shape, {static_cast<const std::byte*>(wide.const_data_ptr()), wide.nbytes()}});
        }
        writeSafetensors(m_base / "model.safetensors", tensors);
    }
    [[nodiscard]] static std::vector<float> scored(const LoadOptions& options, const std::vector<PreferencePair>& pairs) {
        const c10::InferenceMode inference;
        const auto model = openRewardModel(options, {}, {});
        std::vector<float> scores;
        for (const PreferencePair& pair : pairs) {
            for (const auto* side : {&pair.chosen, &pair.rejected}) {
                ScoreRequest request;
                for (Message message : *side) {
                    const bool isUser = message.role == "human" || message.role == "user";
                    message.role = isUser ? "user" : message.role == "system" ? "system" : "assistant";
                    request.conversation.messages.push_back(std::move(message));
                }
                request.conversation.media = pair.media;
                scores.push_back(model->score(request, {}, {}).scores.front());
            }
        }
        return scores;
    }

    json m_golden;
    testing::TemporaryDirectory m_directory;
    std::filesystem::path m_base;
    std::vector<PreferencePair> m_texts, m_pictures;
};

TEST_P(TrainedAdapter, ScoresAsTheTrainerEvaluatedLoadedAndMergedAlike) {
    TrainingRecipe recipe;
    recipe.mode = TrainingMode::Lora;
    recipe.loraRank = m_golden.at("lora").at("r");
    recipe.loraAlpha = m_golden.at("lora").at("alpha");
    recipe.dropout = 0;
    recipe.learningRate = 5e-3;
    recipe.trainHead = GetParam();
    PreferenceTrainer trainer(PreferenceTrainer::Model::open(m_base), recipe, 8);
    Pace pace;
    ASSERT_FALSE(m_texts.empty());
    ASSERT_FALSE(m_pictures.empty());
    for (int step = 0; step < 8; ++step) {
        const std::vector<std::vector<PreferencePair>> batches{{m_texts.front()}, {m_pictures.front()}};
        static_cast<void>(trainer.step(batches, pace));
    }
    writeAdapter(m_base, recipe, trainer.weights(), m_directory.path() / "adapter");

    LoadOptions plain;
    plain.directory = m_base;
    plain.computeType = ComputeType::Float32;
    plain.featureCacheBytes = 0;
    LoadOptions adapted = plain;
    adapted.adapter = m_directory.path() / "adapter";
    LoadOptions merged = plain;
    merged.directory = m_directory.path() / "merged";
    const MergeSummary summary = writeMergedModel(adapted, merged.directory, pace);
    EXPECT_EQ(summary.replacedTensors, GetParam() ? 3 : 2) << "the separator vectors, and the head where it was trained";

    // Texts are the same in training and in scoring where there is no white space around them (specification 12, 12).
    std::vector<PreferencePair> texts;
    for (const PreferencePair& pair : m_texts) {
        const auto isTrimmed = [](const std::vector<Message>& messages) {
            return std::ranges::all_of(messages, [](const Message& message) {
                return !message.content.empty() && message.content.front() > ' ' && message.content.back() > ' ';
            });
        };
        if (isTrimmed(pair.chosen) && isTrimmed(pair.rejected)) {
            texts.push_back(pair);
        }
    }
    ASSERT_FALSE(texts.empty());
    const auto before = scored(plain, texts);
    const auto loaded = scored(adapted, texts);
    const auto whole = scored(merged, texts);
    const auto outcome = trainer.evaluate(texts, pace);
    ASSERT_EQ(outcome.scores.size(), loaded.size());
    double worst = 0;
    for (std::size_t i = 0; i < loaded.size(); ++i) {
        EXPECT_GT(std::abs(loaded[i] - before[i]), 1e-3) << "training must have changed something";
        const double scale = std::max(1.0, std::abs(static_cast<double>(outcome.scores[i])));
        worst = std::max({worst, std::abs(static_cast<double>(loaded[i] - outcome.scores[i])) / scale,
                          std::abs(static_cast<double>(whole[i] - outcome.scores[i])) / scale});
    }
    EXPECT_LE(worst, kTolerance);
    std::printf("trainer, loaded adapter and merged folder within %.1e of each other\n", worst);

    // Pictures are laid out in another way for training, so that only the two ways to load can be compared.
    const auto loadedPictures = scored(adapted, m_pictures);
    const auto wholePictures = scored(merged, m_pictures);
    for (std::size_t i = 0; i < loadedPictures.size(); ++i) {
        EXPECT_NEAR(loadedPictures[i], wholePictures[i], kTolerance * std::max(1.0F, std::abs(wholePictures[i])));
    }
}

INSTANTIATE_TEST_SUITE_P(Head, TrainedAdapter, ::testing::Bool(),
                         [](const auto& head) { return head.param ? "Trained" : "Frozen"; });

} // namespace
} // namespace trutina::engine
