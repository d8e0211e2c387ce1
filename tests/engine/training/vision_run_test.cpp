// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/model/image_encoder.h"
#include "engine/training/model_creation.h"
#include "engine/training/trainable_vision.h"
#include "engine/training/training_run.h"
#include "engine/training/vision_trainer.h"
#include "tests/engine/training/scene_world.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/torch_golden.h"

#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

#include <iterator>

namespace trutina::engine {
namespace {

std::string bytesOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class VisionRun : public ::testing::Test {
  protected:
    VisionRun() { std::ofstream(m_folder.path() / "config.json") << testing::smallConfiguration().dump(); }

    [[nodiscard]] TrainingJob job(const std::string& name) const {
        TrainingJob job;
        job.create = {m_folder.path() / "config.json", testing::goldenFile("checkpoints/pico/tokenizer.model")};
        job.vision = {m_folder.path() / "world/scenes.jsonl", 16, 0.2};
        job.base.threads = 2;
        job.recipe.learningRate = 2e-3;
        job.recipe.weightDecay = 0.01;
        job.recipe.pictures = TrainingPictures::AsInference;
        job.recipe.seed = 3;
        job.steps = 8;
        job.checkpointEvery = 3;
        job.evaluateEvery = 0;
        job.output = m_folder.path() / name;
        return job;
    }

    testing::TemporaryDirectory m_folder;
};

TEST_F(VisionRun, TheTrainableTowerEqualsTheOneThatScores) {
    const auto directory = m_folder.path() / "model";
    createModel(*job("").create, 9, directory);
    const auto config = readModelConfig(directory);
    const std::shared_ptr<const WeightSource> source = openWeights(directory);
    const auto report = reportWeights(config, *source);
    const VisionTrainer trainer(config, report, *source, {}, 1, {{"a"}, {"b"}, {}});
    const TrainableVision vision(config, report.sizes, trainer.parameters());
    const at::Tensor pixels = at::empty({3, 3, 112, 112}).normal_(0, 1, at::detail::createCPUGenerator(1));
    ImageEncoder encoder(config, report.sizes, std::make_shared<const StoredWeights>(source, at::kFloat), Residence::Resident,
                         std::make_shared<WideningBuffer>());
    Pace pace;
    const at::Tensor expected = encoder.encodeViews(pixels, pace);
    EXPECT_LE(testing::relativeError(vision.tokens(pixels).detach(), expected), 2e-5);
}

TEST_F(VisionRun, GradientsOfTheTowerEqualNumericalOnes) {
    auto small = testing::smallConfiguration();
    small["vision_config"] = {{"image_size", 8},         {"patch_size", 2},        {"hidden_size", 8},
                              {"intermediate_size", 12}, {"num_hidden_layers", 2}, {"num_attention_heads", 2}};
    std::ofstream(m_folder.path() / "config.json") << small.dump();
    const auto directory = m_folder.path() / "model";
    createModel(*job("").create, 9, directory);
    const auto config = readModelConfig(directory);
    const auto source = openWeights(directory);
    const auto report = reportWeights(config, *source);
    // In double precision, so that differences tell gradients.
    AdamW::Parameters weights;
    for (const auto& [name, stored] : source->tensors()) {
        if (name.starts_with("vit.") || name.starts_with("vision_proj.")) {
            weights[name] = at::from_blob(const_cast<std::byte*>(stored.bytes.data()), stored.shape, at::kFloat).to(at::kDouble);
        }
    }
    auto generator = at::detail::createCPUGenerator(2);
    const auto drawn = [&](at::IntArrayRef sizes) { return at::empty(sizes, at::kDouble).normal_(0, 1, generator); };
    for (auto& [name, weight] : weights) {
        weight = (weight + 0.05 * drawn(weight.sizes())).detach().requires_grad_();
    }
    const TrainableVision vision(config, report.sizes, weights);
    const at::Tensor pixels = drawn({2, 3, 8, 8}), against = drawn({2, 4, config.hiddenSize});
    const auto value = [&] { return (vision.tokens(pixels) * against).sum(); };
    value().backward();
    for (const auto& [name, weight] : weights) {
        SCOPED_TRACE(name);
        at::Tensor changed = weight.detach().flatten(); // the same memory
        const auto at = changed.numel() / 2;
        const double before = changed[at].item<double>(), step = 1e-5;
        changed[at] = before + step;
        const double above = value().item<double>();
        changed[at] = before - step;
        const double below = value().item<double>();
        changed[at] = before;
        EXPECT_NEAR(weight.grad().flatten()[at].item<double>(), (above - below) / (2 * step), 1e-5);
    }
}

TEST_F(VisionRun, LearnsASmallWorldAndLeavesTheDecoderAlone) {
    testing::writeSceneWorld(m_folder.path() / "world", 60);
    auto job = this->job("run");
    job.steps = 150;
    const auto summary = runTraining(job, {}, {}, [](const TrainingReport& report) {
        EXPECT_EQ(report.step.vision.has_value(), report.step.step > 0) << "the base model comes first, as step 0";
    });
    ASSERT_TRUE(summary.before && summary.after && summary.after->vision);
    EXPECT_LT(summary.after->loss, 0.6 * summary.before->loss);
    EXPECT_GT(summary.after->vision->counts, summary.before->vision->counts + 0.2);
    const StoredWeights before(std::shared_ptr<const WeightSource>(openWeights(job.output / "base")), at::kFloat);
    const auto after = openWeights(summary.result);
    const StoredWeights trained(std::shared_ptr<const WeightSource>(openWeights(summary.result)), at::kFloat);
    for (const auto& [name, stored] : after->tensors()) {
        const bool isVision = name.starts_with("vit.") || name.starts_with("vision_proj.");
        EXPECT_EQ(before.stored(name).equal(trained.stored(name)), !isVision) << name;
    }
    EXPECT_FALSE(readModelConfig(summary.result).trained) << "its decoder is random still";
}

TEST_F(VisionRun, ResumesToTheSameBitsWhereverItWasStopped) {
    testing::writeSceneWorld(m_folder.path() / "world", 20);
    const auto whole = job("whole");
    static_cast<void>(runTraining(whole, {}, {}, {}));
    auto parts = job("parts");
    parts.mediaBytes = 100'000; // most pictures are read again when they are needed
    for (const std::int64_t at : {2, 5}) {
        std::stop_source stop;
        EXPECT_THROW(static_cast<void>(runTraining(parts, {}, stop.get_token(),
                                                   [&](const TrainingReport& report) {
                                                       if (report.step.step == at) {
                                                           stop.request_stop();
                                                       }
                                                   })),
                     Cancelled);
        parts.resume = true;
    }
    static_cast<void>(runTraining(parts, {}, {}, {}));
    EXPECT_EQ(bytesOf(parts.output / "model/model.safetensors"), bytesOf(whole.output / "model/model.safetensors"));
    EXPECT_FALSE(bytesOf(whole.output / "model/model.safetensors").empty());
}

TEST_F(VisionRun, WritesBfloat16WhenAskedTo) {
    testing::writeSceneWorld(m_folder.path() / "world", 10);
    auto job = this->job("half");
    job.steps = 1;
    job.recipe.writtenType = WeightType::BFloat16;
    const auto summary = runTraining(job, {}, {}, {});
    EXPECT_EQ(inspectCheckpoint(summary.result).storedType, "bfloat16");
    EXPECT_EQ(readModelConfig(summary.result).storedType, "bfloat16");
}

} // namespace
} // namespace trutina::engine
