// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/model/stored_weights.h"
#include "engine/training/model_creation.h"
#include "tests/engine/training/scene_world.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/torch_golden.h"

#include <gtest/gtest.h>

namespace trutina::engine {
namespace {

class ModelCreationTest : public ::testing::Test {
  protected:
    [[nodiscard]] std::filesystem::path created(const std::string& name, std::uint64_t seed,
                                                const nlohmann::json& config = testing::smallConfiguration()) const {
        const auto file = m_folder.path() / (name + ".json");
        std::ofstream(file) << config.dump();
        createModel({file, testing::goldenFile("checkpoints/pico/tokenizer.model")}, seed, m_folder.path() / name);
        return m_folder.path() / name;
    }
    static StoredWeights weightsOf(const std::filesystem::path& directory) {
        return {std::shared_ptr<const WeightSource>(openWeights(directory)), at::kFloat};
    }

    testing::TemporaryDirectory m_folder;
};

TEST_F(ModelCreationTest, WritesAModelThatIsCompleteAndMarkedAsRandom) {
    const auto directory = created("model", 1);
    const ModelInspection inspection = inspectCheckpoint(directory);
    EXPECT_TRUE(inspection.isComplete());
    EXPECT_TRUE(inspection.unexpected.empty());
    EXPECT_FALSE(inspection.trained);
    EXPECT_GT(inspection.vocabularySize, 100) << "the vocabulary is the tokenizer's";
    EXPECT_EQ(inspection.visionLayers, 2);
}

TEST_F(ModelCreationTest, BeginsWithNormsOfOneAndAPartialLoraThatAddsNothing) {
    const auto weights = weightsOf(created("model", 1));
    EXPECT_TRUE(weights.stored("model.norm.weight").eq(1).all().item<bool>());
    EXPECT_TRUE(weights.stored("model.layers.0.attention.wo.Plora_B.weight").eq(0).all().item<bool>());
    EXPECT_TRUE(weights.stored("vit.vision_tower.vision_model.encoder.layers.1.layer_norm2.weight").eq(1).all().item<bool>());
    const at::Tensor map = weights.stored("model.layers.0.feed_forward.w1.weight"); // [48, 32]
    EXPECT_NEAR(map.std().item<double>(), 1 / std::sqrt(32.0), 0.02);
    EXPECT_NEAR(map.mean().item<double>(), 0, 0.02);
    EXPECT_NEAR((map.abs() > 2 / std::sqrt(32.0)).to(at::kFloat).mean().item<double>(), 0.0455, 0.02) << "a normal distribution";
}

TEST_F(ModelCreationTest, DependsOnTheSeedAlone) {
    const auto one = weightsOf(created("one", 7)), same = weightsOf(created("same", 7)), other = weightsOf(created("other", 8));
    const std::string name = "model.layers.0.attention.wqkv.weight";
    EXPECT_TRUE(one.stored(name).equal(same.stored(name)));
    EXPECT_FALSE(one.stored(name).equal(other.stored(name)));
    EXPECT_FALSE(one.stored(name).flatten()[0].equal(one.stored("model.layers.0.feed_forward.w1.weight").flatten()[0]));
}

TEST_F(ModelCreationTest, NamesTheSizeThatIsMissing) {
    auto config = testing::smallConfiguration();
    config.erase("partial_lora_rank");
    try {
        static_cast<void>(created("none", 1, config));
        FAIL() << "no rank";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "training.options");
        EXPECT_NE(failure.error().message.find("partial_lora_rank"), std::string::npos);
    }
}

} // namespace
} // namespace trutina::engine
