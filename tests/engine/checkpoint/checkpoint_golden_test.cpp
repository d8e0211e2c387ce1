// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/checkpoint/weight_source.h"
#include "tests/support/golden.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace trutina::engine {

namespace {

using ::testing::HasSubstr;

[[nodiscard]] std::filesystem::path checkpoint(const std::string& name) {
    return trutina::testing::goldenFile("checkpoints/" + name);
}

/// The part of the message by which each damaged file must name its cause.
const std::map<std::string, std::string> kCauses{
    {"empty.safetensors", "empty"},
    {"header-not-json.safetensors", "not valid JSON"},
    {"header-too-long.safetensors", "bytes long, but only"},
    {"huge-shape.safetensors", "does not fit its 16 bytes"},
    {"missing-storage.bin", "storage '0', which the archive does not hold"},
    {"negative-shape.safetensors", "negative number in 'shape'"},
    {"no-stop.bin", "the pickle ends early"},
    {"not-a-zip.bin", "neither a safetensors file nor a zip archive"},
    {"offsets-reversed.safetensors", "ends before it begins"},
    {"overlap.safetensors", "overlaps"},
    {"runs-code.bin", "'os.mkdir'"},
    {"runs-eval.bin", "'__builtin__.eval'"},
    {"short-length.safetensors", "the length of the header ends early"},
    {"truncated-data.safetensors", "ends at byte 16 of the data"},
    {"truncated-pickle.bin", "the pickle ends early"},
    {"truncated-zip.bin", "no end record"},
    {"unknown-dtype.safetensors", "element type 'Q7'"},
    {"wrong-size.safetensors", "does not fit its 12 bytes"},
};

TEST(CheckpointGolden, EveryDamagedFileIsRefusedWithItsCause) {
    const auto files = trutina::testing::goldenJson("errors.json").at("weight_files").get<std::vector<std::string>>();
    ASSERT_FALSE(files.empty());
    for (const std::string& file : files) {
        const auto cause = kCauses.find(file);
        ASSERT_NE(cause, kCauses.end()) << file;
        try {
            static_cast<void>(openWeightFile(trutina::testing::goldenFile("bad/" + file)));
            ADD_FAILURE() << file << " was accepted";
        } catch (const Failure& failure) {
            EXPECT_THAT(failure.error().message, HasSubstr(cause->second));
            EXPECT_THAT(failure.error().message, HasSubstr(file));
            EXPECT_THAT(failure.error().code, ::testing::StartsWith("checkpoint."));
            EXPECT_FALSE(failure.error().hint.empty());
        }
    }
}

TEST(CheckpointGolden, EveryWrongConfigurationIsRefusedWithItsKey) {
    const std::map<std::string, std::string> keys{{"no-hidden-size", "hidden_size"},
                                                  {"heads-do-not-divide", "num_attention_heads"},
                                                  {"kv-heads-do-not-divide", "num_key_value_heads"},
                                                  {"rope-type-unknown", "rope_scaling"},
                                                  {"rope-factor-small", "rope_scaling"},
                                                  {"activation-unknown", "hidden_act"},
                                                  {"layers-negative", "num_hidden_layers"},
                                                  {"wrong-architecture", "architectures"}};
    const auto entries = trutina::testing::goldenJson("errors.json").at("configs");
    for (const auto& entry : entries) {
        const auto name = entry.at("name").get<std::string>();
        if (name == "more-layers-than-weights") {
            continue; // a sound configuration: the next test
        }
        try {
            static_cast<void>(parseModelConfig(entry.at("config").dump()));
            ADD_FAILURE() << name << " was accepted";
        } catch (const Failure& failure) {
            ASSERT_TRUE(keys.contains(name)) << name;
            EXPECT_EQ(failure.error().code, "config." + keys.at(name));
            EXPECT_THAT(failure.error().message, HasSubstr("'" + keys.at(name) + "'"));
        }
    }
}

TEST(CheckpointGolden, MoreLayersThanWeightsListsWhatIsMissing) {
    const auto configs = trutina::testing::goldenJson("errors.json").at("configs");
    const auto entry =
        std::ranges::find_if(configs, [](const auto& config) { return config.at("name") == "more-layers-than-weights"; });
    ASSERT_NE(entry, configs.end());
    const auto weights = openWeights(checkpoint("pico"));
    const WeightReport report = reportWeights(parseModelConfig(entry->at("config").dump()), *weights);
    EXPECT_EQ(report.missing.size(), 39U * 17U);
    EXPECT_THROW(requireComplete(report), Failure);
}

struct Variant {
    std::string name;
    std::string storedType;
    std::size_t shards;
    int rank, layers, visionLayers, visionWidth, tileSize;
};

class CheckpointVariant : public ::testing::TestWithParam<Variant> {};

TEST_P(CheckpointVariant, HoldsExactlyWhatTheModelNeeds) {
    const Variant& variant = GetParam();
    const ModelInspection inspection = inspectCheckpoint(checkpoint(variant.name));
    EXPECT_TRUE(inspection.isComplete());
    EXPECT_THAT(inspection.unexpected, ::testing::IsEmpty());
    EXPECT_EQ(inspection.storedType, variant.storedType);
    EXPECT_EQ(inspection.shards.size(), variant.shards);
    EXPECT_EQ(inspection.partialLoraRank, variant.rank);
    EXPECT_EQ(inspection.layers, variant.layers);
    EXPECT_EQ(inspection.visionLayers, variant.visionLayers);
    EXPECT_EQ(inspection.visionWidth, variant.visionWidth);
    EXPECT_EQ(inspection.tileSize, variant.tileSize);
    EXPECT_EQ(inspection.tensors, 14 + 17 * variant.layers + 16 * variant.visionLayers);
    EXPECT_EQ(inspection.weightBytes, inspection.parameters * (variant.storedType == "float32" ? 4 : 2));
    EXPECT_FALSE(inspection.trained);
}

INSTANTIATE_TEST_SUITE_P(Golden, CheckpointVariant,
                         ::testing::Values(Variant{"nano", "bfloat16", 1, 8, 2, 2, 32, 560},
                                           Variant{"mini", "bfloat16", 3, 16, 3, 3, 48, 224},
                                           Variant{"pico", "float32", 2, 2, 1, 1, 16, 56}),
                         [](const auto& variant) { return variant.param.name; });

TEST(CheckpointGolden, UnusedFamiliesAreSkippedAndNamed) {
    const ModelInspection inspection = inspectCheckpoint(checkpoint("mini"));
    EXPECT_THAT(inspection.ignoredFamilies, ::testing::ElementsAre("embeddings.position_ids", "lora_dpo", "lora_sft", "lora_web",
                                                                   "post_layernorm", "rotary_emb.inv_freq"));
    EXPECT_EQ(inspection.ignoredTensors, 3 * 5 * 6 + 3 + 2 + 1);
    EXPECT_THAT(inspectCheckpoint(checkpoint("nano")).ignoredFamilies, ::testing::IsEmpty());
}

TEST(CheckpointGolden, ArraysOfASafetensorsFileAreFoundByName) {
    const auto arrays = openWeightFile(trutina::testing::goldenFile("pixels.safetensors"));
    ASSERT_FALSE(arrays->tensors().empty());
    for (const auto& [name, tensor] : arrays->tensors()) {
        EXPECT_EQ(tensor.type, name.ends_with("/sheet") ? StoredType::UInt8 : StoredType::Float32) << name;
        EXPECT_EQ(tensor.shape.size(), 3U) << name;
    }
}

} // namespace

} // namespace trutina::engine
