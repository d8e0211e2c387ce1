// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/weight_map.h"
#include "tests/engine/checkpoint/weight_file_builder.h"

#include <gmock/gmock.h>

#include <memory>

namespace trutina::engine {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Tensors without bytes: what is checked here needs none.
class NamedShapes : public WeightSource {
  public:
    void add(const std::string& name, std::vector<std::int64_t> shape, StoredType type = StoredType::BFloat16) {
        m_tensors[name] = {name, type, std::move(shape), {}, "w"};
    }
    void remove(const std::string& name) { m_tensors.erase(name); }
    [[nodiscard]] const std::map<std::string, StoredTensor>& tensors() const override { return m_tensors; }
    [[nodiscard]] const std::vector<std::filesystem::path>& files() const override { return m_files; }
    void fetch(const StoredTensor& /*tensor*/) const override {}
    void release(const StoredTensor& /*tensor*/) const override {}

  private:
    std::map<std::string, StoredTensor> m_tensors;
    std::vector<std::filesystem::path> m_files;
};

/// One decoder layer and one vision layer in which no two sizes that could be confused are equal: decoder 12 wide with three
/// heads of 4 and one key head, rank 5, vision 8 wide, projector 20 wide.
class WeightMapTest : public ::testing::Test {
  protected:
    WeightMapTest() {
        m_config.hiddenSize = 12;
        m_config.layers = 1;
        m_config.heads = 3;
        m_config.keyValueHeads = 1;
        m_config.intermediateSize = 28;
        m_config.vocabularySize = 100;
        m_config.tileSize = 56;
        m_config.visionHeads = 2;

        m_weights.add("model.tok_embeddings.weight", {100, 12});
        m_weights.add("model.norm.weight", {12});
        m_weights.add("score.weight", {1, 12});
        m_weights.add("plora_glb_GN", {1, 1, 32});
        m_weights.add("plora_sub_GN", {1, 1, 1, 32});
        addLinear("vision_proj.0", 20, 32);
        addLinear("vision_proj.2", 12, 20);
        const std::string layer = "model.layers.0.";
        m_weights.add(layer + "attention_norm.weight", {12});
        m_weights.add(layer + "ffn_norm.weight", {12});
        addPartialLora(layer + "attention.wqkv", 20, 12);
        addPartialLora(layer + "attention.wo", 12, 12);
        addPartialLora(layer + "feed_forward.w1", 28, 12);
        addPartialLora(layer + "feed_forward.w3", 28, 12);
        addPartialLora(layer + "feed_forward.w2", 12, 28);
        const std::string tower = "vit.vision_tower.vision_model.";
        m_weights.add(tower + "embeddings.class_embedding", {8});
        m_weights.add(tower + "embeddings.patch_embedding.weight", {8, 3, 14, 14});
        m_weights.add(tower + "embeddings.position_embedding.weight", {17, 8});
        addNorm(tower + "pre_layrnorm", 8);
        const std::string block = tower + "encoder.layers.0.";
        addNorm(block + "layer_norm1", 8);
        addNorm(block + "layer_norm2", 8);
        for (const char* name : {"q_proj", "k_proj", "v_proj", "out_proj"}) {
            addLinear(block + "self_attn." + name, 8, 8);
        }
        addLinear(block + "mlp.fc1", 36, 8);
        addLinear(block + "mlp.fc2", 8, 36);
    }

    void addNorm(const std::string& name, std::int64_t width) {
        m_weights.add(name + ".weight", {width});
        m_weights.add(name + ".bias", {width});
    }
    void addLinear(const std::string& name, std::int64_t rows, std::int64_t columns) {
        m_weights.add(name + ".weight", {rows, columns});
        m_weights.add(name + ".bias", {rows});
    }
    void addPartialLora(const std::string& name, std::int64_t rows, std::int64_t columns) {
        m_weights.add(name + ".weight", {rows, columns});
        m_weights.add(name + ".Plora_A.weight", {5, columns});
        m_weights.add(name + ".Plora_B.weight", {rows, 5});
    }
    [[nodiscard]] WeightReport report() const { return reportWeights(m_config, m_weights); }

    ModelConfig m_config;
    NamedShapes m_weights;
};

TEST_F(WeightMapTest, ACompleteCheckpointHasNothingToReport) {
    const WeightReport result = report();
    EXPECT_THAT(result.missing, IsEmpty());
    EXPECT_THAT(result.unexpected, IsEmpty());
    EXPECT_THAT(result.misshapen, IsEmpty());
    EXPECT_EQ(result.expected.size(), m_weights.tensors().size());
    EXPECT_EQ(result.sizes.partialLoraRank, 5);
    EXPECT_EQ(result.sizes.visionWidth, 8);
    EXPECT_EQ(result.sizes.visionLayers, 1);
    EXPECT_EQ(result.sizes.visionIntermediate, 36);
    EXPECT_EQ(result.sizes.projectorWidth, 20);
    EXPECT_NO_THROW(requireComplete(result));
}

TEST_F(WeightMapTest, EachTensorCanBeMissing) {
    for (const ExpectedTensor& tensor : report().expected) {
        const auto original = m_weights.tensors().at(tensor.name);
        m_weights.remove(tensor.name);
        EXPECT_THAT(report().missing, ::testing::Contains(tensor.name));
        EXPECT_EQ(trutina::testing::failureOf([this] { requireComplete(report()); }).code, "checkpoint.incomplete")
            << tensor.name;
        m_weights.add(tensor.name, original.shape);
    }
    EXPECT_NO_THROW(requireComplete(report()));
}

TEST_F(WeightMapTest, EachTensorCanBeMisshapen) {
    for (const ExpectedTensor& tensor : report().expected) {
        const auto original = m_weights.tensors().at(tensor.name);
        for (std::vector<std::int64_t> shape : {std::vector<std::int64_t>{0}, {3, 1, 4, 1, 5, 9}}) {
            m_weights.add(tensor.name, std::move(shape));
            EXPECT_FALSE(report().misshapen.empty()) << tensor.name;
        }
        m_weights.add(tensor.name, original.shape);
    }
}

TEST_F(WeightMapTest, AllFaultsAreListedAtOnce) {
    m_weights.remove("score.weight");
    m_weights.add("model.norm.weight", {13});
    m_weights.add("surprise", {1});
    const WeightReport result = report();
    EXPECT_THAT(result.missing, ElementsAre("score.weight"));
    EXPECT_THAT(result.unexpected, ElementsAre("surprise"));
    ASSERT_EQ(result.misshapen.size(), 1U);
    const Error error = trutina::testing::failureOf([&] { requireComplete(result); });
    EXPECT_THAT(error.detail, ::testing::HasSubstr("missing: score.weight"));
    EXPECT_THAT(error.detail, ::testing::HasSubstr("model.norm.weight is [13], expected [12]"));
}

TEST_F(WeightMapTest, UnexpectedTensorsAreNoError) {
    m_weights.add("surprise", {1});
    EXPECT_NO_THROW(requireComplete(report()));
}

TEST_F(WeightMapTest, UnusedFamiliesAreNamedNotUnexpected) {
    m_weights.add("model.layers.0.attention.wo.lora_sft_A.weight", {5, 12});
    m_weights.add("model.layers.0.attention.wo.lora_web_B.weight", {12, 5});
    m_weights.add("output.weight", {100, 12});
    m_weights.add("vit.vision_tower.vision_model.embeddings.position_ids", {1, 17}, StoredType::Int64);
    const WeightReport result = report();
    EXPECT_THAT(result.unexpected, IsEmpty());
    EXPECT_THAT(result.ignoredFamilies, ElementsAre("embeddings.position_ids", "lora_sft", "lora_web", "output"));
    EXPECT_EQ(result.ignoredTensors, 4);
}

TEST_F(WeightMapTest, AGapInTheVisionLayersIsMissing) {
    const std::string block = "vit.vision_tower.vision_model.encoder.layers.99999999.layer_norm1.weight";
    m_weights.add(block, {8});
    const WeightReport result = report();
    EXPECT_EQ(result.missing.size(), 16U); // layer 1
    EXPECT_THAT(result.unexpected, ElementsAre(block));
}

TEST_F(WeightMapTest, QuantisedWeightsAreRefused) {
    m_weights.add("score.weight", {1, 12}, StoredType::Int8);
    EXPECT_EQ(trutina::testing::failureOf([this] { static_cast<void>(report()); }).code, "checkpoint.unknown_type");
}

TEST_F(WeightMapTest, VisionHeadsMustDivideTheTower) {
    m_config.visionHeads = 3;
    EXPECT_EQ(trutina::testing::failureOf([this] { static_cast<void>(report()); }).code, "config.vision_config");
}

} // namespace

} // namespace trutina::engine
