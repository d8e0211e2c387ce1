// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/model_config.h"
#include "tests/engine/checkpoint/weight_file_builder.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace trutina::engine {

namespace {

using Json = nlohmann::json;

[[nodiscard]] Json sound() {
    return {{"architectures", {"InternLMXComposer2ForCausalLM"}},
            {"hidden_size", 24},
            {"num_hidden_layers", 3},
            {"num_attention_heads", 6},
            {"num_key_value_heads", 2},
            {"intermediate_size", 40},
            {"vocab_size", 100}};
}

[[nodiscard]] Json with(const Json& change) {
    Json config = sound();
    config.merge_patch(change);
    return config;
}

[[nodiscard]] std::string refusedKey(const Json& change) {
    return trutina::testing::failureOf([&] { static_cast<void>(parseModelConfig(with(change).dump())); }).code;
}

TEST(ModelConfig, DefaultsAreThoseOfTheFamily) {
    const ModelConfig config = parseModelConfig(sound().dump());
    EXPECT_EQ(config.headSize(), 4);
    EXPECT_EQ(config.keyValueHeads, 2);
    EXPECT_EQ(config.rotaryScaling, RotaryScaling::None);
    EXPECT_DOUBLE_EQ(config.rotaryTheta, 1'000'000);
    EXPECT_DOUBLE_EQ(config.rmsNormEpsilon, 1e-5);
    EXPECT_EQ(config.maxPositions, 24576);
    EXPECT_EQ(config.tileSize, 560);
    EXPECT_EQ(config.mergedGrid(), 20);
    EXPECT_TRUE(config.trained);
}

TEST(ModelConfig, NullMeansTheDefault) {
    EXPECT_EQ(
        parseModelConfig(
            R"({"architectures":["InternLMXComposer2ForCausalLM"],"hidden_size":24,"num_hidden_layers":3,"num_attention_heads":6,)"
            R"("num_key_value_heads":null,"rope_scaling":null,"intermediate_size":40,"vocab_size":100,"pad_token_id":null})")
            .keyValueHeads,
        6);
}

TEST(ModelConfig, ScalingAndVisionAreRead) {
    const ModelConfig config =
        parseModelConfig(with({{"rope_scaling", {{"type", "linear"}, {"factor", 4}}},
                               {"vision_config", {{"image_size", 56}, {"patch_size", 7}, {"num_attention_heads", 3}}},
                               {"trained", false},
                               {"torch_dtype", "float16"}})
                             .dump());
    EXPECT_EQ(config.rotaryScaling, RotaryScaling::Linear);
    EXPECT_DOUBLE_EQ(config.rotaryFactor, 4);
    EXPECT_EQ(config.mergedGrid(), 4);
    EXPECT_EQ(config.visionHeads, 3);
    EXPECT_FALSE(config.trained);
    EXPECT_EQ(config.storedType, "float16");
}

TEST(ModelConfig, EveryWrongValueIsRefusedByItsKey) {
    EXPECT_EQ(refusedKey({{"hidden_size", nullptr}}), "config.hidden_size");
    EXPECT_EQ(refusedKey({{"hidden_size", "24"}}), "config.hidden_size");
    EXPECT_EQ(refusedKey({{"hidden_size", 24.0}}), "config.hidden_size");
    EXPECT_EQ(refusedKey({{"hidden_size", true}}), "config.hidden_size");
    EXPECT_EQ(refusedKey({{"hidden_size", 18446744073709551615ULL}}), "config.hidden_size");
    EXPECT_EQ(refusedKey({{"num_hidden_layers", 0}}), "config.num_hidden_layers");
    EXPECT_EQ(refusedKey({{"num_hidden_layers", 1'000'000}}), "config.num_hidden_layers");
    EXPECT_EQ(refusedKey({{"num_attention_heads", 24}}), "config.num_attention_heads"); // heads of an odd size
    EXPECT_EQ(refusedKey({{"num_key_value_heads", 4}}), "config.num_key_value_heads");
    EXPECT_EQ(refusedKey({{"bias", true}}), "config.bias");
    EXPECT_EQ(refusedKey({{"rms_norm_eps", 0}}), "config.rms_norm_eps");
    EXPECT_EQ(refusedKey({{"rope_theta", -1}}), "config.rope_theta");
    EXPECT_EQ(refusedKey({{"rope_scaling", 2}}), "config.rope_scaling");
    EXPECT_EQ(refusedKey({{"rope_scaling", {{"type", "dynamic"}}}}), "config.rope_scaling");
    EXPECT_EQ(refusedKey({{"pad_token_id", 100}}), "config.pad_token_id");
    EXPECT_EQ(refusedKey({{"trained", "no"}}), "config.trained");
    EXPECT_EQ(refusedKey({{"architectures", "InternLMXComposer2ForCausalLM"}}), "config.architectures");
    EXPECT_EQ(refusedKey({{"vision_config", {{"image_size", 70}}}}),
              "config.vision_config"); // five patches cannot be merged by two
    EXPECT_EQ(refusedKey({{"vision_config", 3}}), "config.vision_config");
}

TEST(ModelConfig, TextThatIsNoObjectIsRefused) {
    for (const std::string text : {"", "{", "[]", "null", "\xff\xfe"}) {
        EXPECT_EQ(trutina::testing::failureOf([&] { static_cast<void>(parseModelConfig(text)); }).code, "config.damaged") << text;
    }
    EXPECT_EQ(trutina::testing::failureOf([] { static_cast<void>(readModelConfig("/nowhere")); }).code, "config.not_found");
}

} // namespace

} // namespace trutina::engine
