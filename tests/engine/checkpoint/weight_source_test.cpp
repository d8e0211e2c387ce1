// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/weight_source.h"
#include "tests/engine/checkpoint/weight_file_builder.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace trutina::engine {

namespace {

using ::testing::HasSubstr;
namespace pickle = trutina::testing::pickle;

[[nodiscard]] std::string oneTensor(const std::string& name) {
    return trutina::testing::safetensors("{\"" + name + R"(":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", "data");
}

class WeightSourceTest : public ::testing::Test {
  protected:
    void write(const std::string& name, const std::string& content) const {
        std::ofstream(m_directory.path() / name, std::ios::binary) << content;
    }
    [[nodiscard]] Error refusal() const {
        return trutina::testing::failureOf([this] { static_cast<void>(openWeights(m_directory.path())); });
    }

    trutina::testing::TemporaryDirectory m_directory;
};

TEST_F(WeightSourceTest, AFolderWithoutWeightsIsSaidToHaveNone) {
    EXPECT_EQ(refusal().code, "checkpoint.not_found");
}

TEST_F(WeightSourceTest, SafetensorsComeBeforeTheOlderForm) {
    write("pytorch_model.bin", "damaged");
    write("model.safetensors", oneTensor("a"));
    const auto weights = openWeights(m_directory.path());
    EXPECT_EQ(weights->files().at(0).filename(), "model.safetensors");
    EXPECT_EQ(weights->tensors().at("a").bytes.size(), 4U);
}

TEST_F(WeightSourceTest, ATorchFileIsOpenedByItsContent) {
    write("weights.anything", trutina::testing::ZipBuilder()
                                  .add("m/data.pkl", pickle::stateDict("a", {}))
                                  .add("m/data/0", std::string(24, 's'))
                                  .bytes());
    EXPECT_EQ(openWeightFile(m_directory.path() / "weights.anything")->tensors().size(), 1U);
}

TEST_F(WeightSourceTest, ShardsAreJoined) {
    write("model.safetensors.index.json", R"({"weight_map":{"b":"two.safetensors","a":"one.safetensors"}})");
    write("one.safetensors", oneTensor("a"));
    write("two.safetensors", oneTensor("b"));
    const auto weights = openWeights(m_directory.path());
    EXPECT_EQ(weights->files().size(), 2U);
    EXPECT_EQ(weights->tensors().at("b").file, "two.safetensors");
    weights->release(weights->tensors().at("b"));
    EXPECT_EQ(weights->tensors().at("b").bytes[3], std::byte{'a'}); // released bytes can still be read
}

TEST_F(WeightSourceTest, AnIndexCannotPointOutOfItsFolder) {
    for (const std::string shard :
         {"../x.safetensors", "/etc/passwd", "sub/x.safetensors", "..", "", ".", "a\\\\b", "a\\u0000b"}) {
        write("model.safetensors.index.json", R"({"weight_map":{"a":")" + shard + "\"}}");
        EXPECT_THAT(refusal().message, HasSubstr("is not a file name in the model folder")) << shard;
    }
}

TEST_F(WeightSourceTest, EveryFaultOfAnIndexIsNamed) {
    const auto refusalOf = [this](const std::string& index) {
        write("model.safetensors.index.json", index);
        return refusal().message;
    };
    write("one.safetensors", oneTensor("a"));
    write("two.safetensors", oneTensor("a"));
    EXPECT_THAT(refusalOf(""), HasSubstr("not valid JSON"));
    EXPECT_THAT(refusalOf("[]"), HasSubstr("no 'weight_map'"));
    EXPECT_THAT(refusalOf("{}"), HasSubstr("no 'weight_map'"));
    EXPECT_THAT(refusalOf(R"({"weight_map":{}})"), HasSubstr("no 'weight_map'"));
    EXPECT_THAT(refusalOf(R"({"weight_map":{"a":1}})"), HasSubstr("not a text"));
    EXPECT_THAT(refusalOf(R"({"weight_map":{"a":"three.safetensors"}})"), HasSubstr("three.safetensors, which"));
    EXPECT_THAT(refusalOf(R"({"weight_map":{"b":"one.safetensors"}})"),
                HasSubstr("'b' is in one.safetensors, which does not hold it"));
    EXPECT_THAT(refusalOf(R"({"weight_map":{"a":"one.safetensors","b":"two.safetensors"}})"),
                HasSubstr("'a' is also in one.safetensors"));
    EXPECT_THAT(refusalOf(std::string(5U << 20U, ' ')), HasSubstr("longer than"));
}

TEST_F(WeightSourceTest, ThingsThatAreNoFilesAreRefused) {
    std::filesystem::create_directory(m_directory.path() / "model.safetensors");
    EXPECT_THAT(refusal().message, HasSubstr("not a regular file"));
    EXPECT_EQ(trutina::testing::failureOf([] { static_cast<void>(openWeightFile("/nowhere/w.bin")); }).code,
              "checkpoint.not_found");
}

TEST_F(WeightSourceTest, NamesThatNoParameterHasAreRefused) {
    write("model.safetensors", oneTensor("\\u0007bell"));
    EXPECT_THAT(refusal().message, HasSubstr("cannot be the name of a tensor"));
}

TEST_F(WeightSourceTest, FilesOfOldTorchAreNamedAsSuch) {
    write("pytorch_model.bin", "\x80\x02\x8a\x0alFc...");
    EXPECT_THAT(refusal().message, HasSubstr("before 1.6"));
}

} // namespace

} // namespace trutina::engine
