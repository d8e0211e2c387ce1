// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/adapter_file.h"
#include "engine/checkpoint/checkpoint_hash.h"
#include "tests/engine/checkpoint/weight_file_builder.h"
#include "tests/support/adapter_folder.h"
#include "tests/support/random_checkpoint.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>

#include <functional>

namespace trutina::engine {
namespace {

using ::testing::HasSubstr;
using trutina::testing::AdapterFolder;

class AdapterFileTest : public ::testing::Test {
  protected:
    AdapterFileTest() {
        setenv("XDG_CACHE_HOME", (m_directory.path() / "cache").c_str(), 1);
        std::filesystem::create_directories(m_directory.path() / "base");
        trutina::testing::RandomCheckpoint().write(m_directory.path() / "base");
        m_source = openWeights(m_directory.path() / "base");
        m_report = reportWeights(readModelConfig(m_directory.path() / "base"), *m_source);
        m_folder.addLinear("model.layers.0.attention.wqkv", 48, 24, 1);
        m_folder.addLinear("model.layers.1.feed_forward.w2", 24, 40, 2);
        m_folder.add("base_model.model.plora_glb_GN", {1, 1, 24}, 3);
    }
    [[nodiscard]] std::shared_ptr<const AdapterFile> read() const {
        m_folder.write(m_directory.path() / "adapter");
        return readAdapter(m_directory.path() / "adapter", m_report);
    }
    [[nodiscard]] Error refusal(const std::function<void(AdapterFolder&)>& change) {
        const AdapterFolder kept = m_folder;
        change(m_folder);
        const Error error = trutina::testing::failureOf([&] { static_cast<void>(read()); });
        m_folder = kept;
        return error;
    }

    trutina::testing::TemporaryDirectory m_directory;
    std::unique_ptr<WeightSource> m_source;
    WeightReport m_report;
    AdapterFolder m_folder;
};

TEST_F(AdapterFileTest, FindsWhatEachTensorIsFor) {
    const auto adapter = read();
    ASSERT_EQ(adapter->additions.size(), 2U);
    const auto& addition = adapter->additions.at("model.layers.0.attention.wqkv.weight");
    EXPECT_EQ(addition.lora_A.shape, (std::vector<std::int64_t>{2, 24}));
    EXPECT_EQ(addition.lora_B.shape, (std::vector<std::int64_t>{48, 2}));
    EXPECT_DOUBLE_EQ(addition.scale, 2);
    EXPECT_TRUE(adapter->whole.contains("plora_glb_GN"));
    m_folder.config["use_rslora"] = true;
    EXPECT_DOUBLE_EQ(read()->additions.begin()->second.scale, 4 / std::sqrt(2.0));
}

TEST_F(AdapterFileTest, TakesTheNamesThatVersionsOfPeftLeaveIn) {
    const auto plain = read();
    AdapterFolder other;
    for (const auto& [name, matrix] : m_folder.tensors) {
        std::string renamed = name;
        for (const char* part : {".lora_A.", ".lora_B."}) {
            if (const auto at = renamed.find(part); at != std::string::npos) {
                renamed.insert(at + std::string(part).size(), "default.");
            }
        }
        other.tensors[renamed] = matrix;
    }
    other.add("base_model.model.score.modules_to_save.default.weight", {1, 24}, 4);
    other.add("base_model.model.model.layers.0.attention.wo.base_layer.Plora_A.weight", {3, 24}, 5);
    m_folder = other;
    const auto found = read();
    EXPECT_EQ(found->additions.size(), plain->additions.size());
    EXPECT_TRUE(found->additions.contains("model.layers.1.feed_forward.w2.weight"));
    EXPECT_TRUE(found->whole.contains("score.weight"));
    EXPECT_TRUE(found->whole.contains("model.layers.0.attention.wo.Plora_A.weight"));
}

TEST_F(AdapterFileTest, RefusesWhatIsForAnotherModelOrOfAnotherKind) {
    const auto set = [](const char* key, nlohmann::json value) {
        return [=](AdapterFolder& folder) { folder.config[key] = value; };
    };
    EXPECT_EQ(refusal(set("use_dora", true)).code, "adapter.unsupported");
    EXPECT_EQ(refusal(set("peft_type", "IA3")).code, "adapter.unsupported");
    EXPECT_EQ(refusal(set("bias", "all")).code, "adapter.unsupported");
    EXPECT_EQ(refusal(set("fan_in_fan_out", true)).code, "adapter.unsupported");
    EXPECT_EQ(refusal(set("rank_pattern", {{"wo", 4}})).code, "adapter.unsupported");
    EXPECT_EQ(refusal(set("r", "two")).code, "adapter.damaged");
    EXPECT_EQ(refusal(set("r", 0)).code, "adapter.damaged");
    const Error rank = refusal(set("r", 3));
    EXPECT_EQ(rank.code, "adapter.mismatch");
    EXPECT_THAT(rank.message, HasSubstr("[3, 24]")) << "what is wanted is said";
    EXPECT_THAT(rank.message, HasSubstr("[2, 24]")) << "and what was found";
    const Error unknown = refusal([](AdapterFolder& folder) { folder.addLinear("model.layers.0.attention.q_proj", 24, 24, 9); });
    EXPECT_EQ(unknown.code, "adapter.mismatch");
    EXPECT_THAT(unknown.message, HasSubstr("q_proj"));
    EXPECT_EQ(refusal([](AdapterFolder& folder) { folder.addLinear("model.layers.7.attention.wo", 24, 24, 9); }).code,
              "adapter.mismatch");
    EXPECT_EQ(refusal([](AdapterFolder& folder) { folder.addLinear("model.layers.0.attention.wo", 24, 32, 9); }).code,
              "adapter.mismatch");
    EXPECT_EQ(refusal([](AdapterFolder& folder) { folder.add("base_model.model.x.lora_magnitude_vector", {4}, 1); }).code,
              "adapter.unsupported");
    EXPECT_EQ(refusal([](AdapterFolder& folder) {
                  folder.add("model.layers.0.attention.wo.lora_A.weight", {2, 24}, 1);
              }).code,
              "adapter.mismatch");
    EXPECT_EQ(refusal([](AdapterFolder& folder) {
                  folder.tensors.erase("base_model.model.model.layers.0.attention.wqkv.lora_B.weight");
              }).code,
              "checkpoint.damaged");
    EXPECT_EQ(refusal([](AdapterFolder& folder) { folder.tensors.clear(); }).code, "checkpoint.damaged");
}

TEST_F(AdapterFileTest, SaysWhatIsNotThere) {
    const auto codeOf = [&](const std::string& name) {
        return trutina::testing::failureOf([&] { static_cast<void>(readAdapter(m_directory.path() / name, m_report)); }).code;
    };
    EXPECT_EQ(codeOf("nowhere"), "adapter.not_found");
    static_cast<void>(read());
    std::filesystem::remove(m_directory.path() / "adapter/adapter_model.safetensors");
    EXPECT_EQ(codeOf("adapter"), "adapter.not_found");
    writeFileAtomically(m_directory.path() / "adapter/adapter_config.json", "[1");
    EXPECT_EQ(codeOf("adapter"), "adapter.damaged");
}

TEST_F(AdapterFileTest, ItsHashFollowsItsTensorsAndItsConfiguration) {
    const std::string first = adapterHash(*read());
    EXPECT_EQ(adapterHash(*read()), first);
    m_folder.config["lora_alpha"] = 8;
    const std::string second = adapterHash(*read());
    EXPECT_NE(second, first);
    m_folder.tensors.begin()->second.values[0] += 1;
    EXPECT_NE(adapterHash(*read()), second);
    EXPECT_NE(adaptedHash("sha256:a", first), adaptedHash("sha256:a", second));
    EXPECT_NE(adaptedHash("sha256:a", first), adaptedHash("sha256:b", first));
}

} // namespace
} // namespace trutina::engine
