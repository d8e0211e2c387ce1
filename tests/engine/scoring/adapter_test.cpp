// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/model/model_merge.h"
#include "engine/scoring/model_opening.h"
#include "tests/support/adapter_folder.h"
#include "tests/support/golden.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/torch_golden.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace trutina::engine {
namespace {

/// Adapters on golden checkpoints: pico (float32, two safetensors shards) and mini (bfloat16, three .bin shards).
class AdapterTest : public ::testing::TestWithParam<const char*> {
  protected:
    AdapterTest() : m_base(testing::goldenFile(std::string("checkpoints/") + GetParam())) {
        const ModelConfig config = readModelConfig(m_base);
        const auto source = openWeights(m_base);
        unsigned seed = 1;
        for (std::int64_t layer = 0; layer < config.layers; ++layer) {
            for (const char* linear :
                 {"attention.wqkv", "attention.wo", "feed_forward.w1", "feed_forward.w2", "feed_forward.w3"}) {
                const std::string name = "model.layers." + std::to_string(layer) + "." + linear;
                const auto& shape = source->tensors().at(name + ".weight").shape;
                m_adapter.addLinear(name, shape[0], shape[1], seed++);
            }
        }
        m_adapter.add("base_model.model.plora_sub_GN", source->tensors().at("plora_sub_GN").shape, 900, 0.5F);
        m_adapter.write(path("adapter"));
    }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const { return m_directory.path() / name; }
    [[nodiscard]] LoadOptions options(bool withAdapter = true) const {
        LoadOptions options;
        options.directory = m_base;
        options.computeType = ComputeType::Float32;
        options.featureCacheBytes = 0;
        if (withAdapter) {
            options.adapter = path("adapter");
        }
        return options;
    }
    static std::vector<float> scores(const LoadOptions& options, std::string* hash = nullptr) {
        const c10::InferenceMode inference; // as behind the facade
        const auto model = openRewardModel(options, {}, {});
        if (hash != nullptr) {
            *hash = model->info().hash;
        }
        ScoreRequest request;
        request.conversation.messages = {{"user", "Which cup is fuller?"}};
        request.conversation.media = {{testing::goldenFile("media/tiny.png"), MediaReading::Image}};
        request.conversation.candidates = {{{{"assistant", "The left one."}}, {}}, {{{"assistant", "Both are empty."}}, {}}};
        return model->score(request, {}, {}).scores;
    }
    /// The same sums by another way: base and products in double precision.
    [[nodiscard]] at::Tensor exactly(const std::string& linear) const {
        const std::shared_ptr<const WeightSource> base = openWeights(m_base);
        const StoredWeights weights(base, at::kFloat);
        const auto matrix = [&](const char* which) {
            const auto& stored = m_adapter.tensors.at("base_model.model." + linear + which);
            return at::tensor(stored.values).view(stored.shape).to(at::kDouble);
        };
        return weights.stored(linear + ".weight").to(at::kDouble) +
               2 * at::matmul(matrix(".lora_B.weight"), matrix(".lora_A.weight"));
    }

    testing::TemporaryDirectory m_directory;
    std::filesystem::path m_base;
    testing::AdapterFolder m_adapter;
};

TEST_P(AdapterTest, TheMergedFolderHoldsTheSumsAndScoresAsTheLoadedAdapterDoes) {
    Pace pace;
    const MergeSummary summary = writeMergedModel(options(), path("merged"), pace);
    const ModelConfig config = readModelConfig(path("merged"));
    EXPECT_TRUE(config.trained);
    const std::shared_ptr<const WeightSource> merged = openWeights(path("merged"));
    const auto base = openWeights(m_base);
    EXPECT_EQ(merged->files().size(), base->files().size()) << "as many shards";
    EXPECT_EQ(merged->tensors().size(), base->tensors().size());
    EXPECT_EQ(summary.mergedTensors, 5 * config.layers);
    EXPECT_EQ(summary.replacedTensors, 1);
    const StoredWeights weights(merged, at::kFloat);
    int untouched = 0;
    for (const auto& [name, tensor] : base->tensors()) {
        const StoredTensor& found = merged->tensors().at(name);
        ASSERT_EQ(found.type, tensor.type) << name;
        if (m_adapter.tensors.contains("base_model.model." + name.substr(0, name.size() - 7) + ".lora_A.weight")) {
            const double error =
                testing::relativeError(weights.stored(name), exactly(name.substr(0, name.size() - 7)).to(at::kFloat));
            EXPECT_LE(error, tensor.type == StoredType::Float32 ? 1e-6 : 4e-3) << name;
        } else if (name != "plora_sub_GN") {
            EXPECT_TRUE(std::ranges::equal(found.bytes, tensor.bytes)) << name;
            ++untouched;
        }
    }
    EXPECT_GT(untouched, 10);

    std::string baseHash;
    std::string adaptedHash;
    const auto plain = scores(options(false), &baseHash);
    const auto loaded = scores(options(), &adaptedHash);
    LoadOptions whole = options(false);
    whole.directory = path("merged");
    const auto fromFolder = scores(whole);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        EXPECT_GT(std::abs(plain[i] - loaded[i]), 1e-3) << "the adapter must matter for this test to tell anything";
        // Both come from the same function, but the folder was rounded to the type of the base.
        const bool isWide = base->tensors().at("model.norm.weight").type == StoredType::Float32;
        EXPECT_NEAR(loaded[i], fromFolder[i], isWide ? 1e-6F * std::max(1.0F, std::abs(loaded[i])) : 0.05F);
    }
    EXPECT_NE(baseHash, adaptedHash);
}

TEST_P(AdapterTest, EveryWayToHoldWeightsGivesTheSameScores) {
    const auto whole = scores(options());
    const ModelConfig config = readModelConfig(m_base);
    const std::shared_ptr<const WeightSource> source = openWeights(m_base);
    const WeightReport report = reportWeights(config, *source);
    const auto adapter = readAdapter(path("adapter"), report);
    const std::int64_t last = config.layers - 1;
    const std::string linear = "model.layers." + std::to_string(last) + ".feed_forward.w1";
    std::vector<std::vector<std::string>> layers;
    for (std::int64_t layer = 0; layer <= last; ++layer) {
        const std::string prefix = "model.layers." + std::to_string(layer) + ".";
        layers.push_back({prefix + "ffn_norm.weight", prefix + "feed_forward.w1.weight"});
    }
    const c10::InferenceMode inference;
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        const auto weights = std::make_shared<const StoredWeights>(source, type, at::kCPU, adapter);
        LayerWeights resident(weights, layers, Residence::Resident, std::make_shared<WideningBuffer>());
        const at::Tensor wanted = resident.layer(last)[1];
        EXPECT_LE(testing::relativeError(wanted, exactly(linear).to(at::kFloat)), type == at::kFloat ? 1e-6 : 4e-3);
        for (const Residence residence : {Residence::Streamed, Residence::StreamedTightly}) {
            LayerWeights streamed(weights, layers, residence, std::make_shared<WideningBuffer>());
            if (last > 0) {
                EXPECT_FALSE(streamed.layer(0)[1].equal(wanted));
            }
            EXPECT_TRUE(streamed.layer(last)[1].equal(wanted));
            EXPECT_TRUE(streamed.layer(last)[0].equal(resident.layer(last)[0])) << "a norm is as it was";
        }
    }
    // 8 bits are computed from the sums, not from the base.
    const auto weights = std::make_shared<const StoredWeights>(source, at::kFloat, at::kCPU, adapter);
    LayerWeights narrow(weights, layers, Residence::Quantised, std::make_shared<WideningBuffer>());
    const at::Tensor eightBits = narrow.layer(last)[1]; // before its scales can be asked for
    const at::Tensor widened = eightBits.to(at::kFloat) * narrow.scales(last)[1].unsqueeze(-1);
    EXPECT_LE(testing::relativeError(widened, exactly(linear).to(at::kFloat)), 0.5 / 127 + 1e-5);

    auto few = options();
    few.memoryLimitBytes = std::int64_t{1} << 30;
    EXPECT_EQ(scores(few), whole);
}

TEST_P(AdapterTest, WritesNothingWhereItCannotOrMayNot) {
    Pace pace;
    std::filesystem::create_directories(path("full"));
    writeFileAtomically(path("full") / "mine.txt", "mine");
    const auto codeOf = [&](const LoadOptions& base, const std::filesystem::path& output) -> std::string {
        try {
            static_cast<void>(writeMergedModel(base, output, pace));
        } catch (const Failure& failure) {
            return failure.error().code;
        }
        return "none";
    };
    EXPECT_EQ(codeOf(options(), path("full")), "file.exists");
    auto other = options();
    m_adapter.config["r"] = 5;
    m_adapter.write(path("other"));
    other.adapter = path("other");
    EXPECT_EQ(codeOf(other, path("out")), "adapter.mismatch");
    std::stop_source stop;
    stop.request_stop();
    Pace stopped(stop.get_token(), {});
    EXPECT_THROW(static_cast<void>(writeMergedModel(options(), path("out"), stopped)), Cancelled);
    EXPECT_FALSE(std::filesystem::exists(path("out")));
    for (const auto& entry : std::filesystem::directory_iterator(m_directory.path())) {
        EXPECT_FALSE(entry.path().string().ends_with(".part")) << entry.path();
    }
}

INSTANTIATE_TEST_SUITE_P(Golden, AdapterTest, ::testing::Values("pico", "mini"));

/// The same weights in both forms of file (packaging/make-checkpoint writes either).
TEST(FileForms, TheSameWeightsAsTorchArchiveAndAsSafetensorsGiveTheSameBits) {
    const testing::TemporaryDirectory directory;
    std::vector<std::vector<float>> found;
    std::vector<std::string> files;
    for (const std::string form : {"safetensors", "bin"}) {
        const auto folder = directory.path() / form;
        const std::string command =
            "'" TRUTINA_SOURCE_DIR "/packaging/make-checkpoint' '" + folder.string() +
            "' --preset tiny --hidden 64 --layers 2 --inner 96 --rank 4 --vision-width 16 --vision-inner 32 "
            "--format " +
            form + " --tokenizer '" TRUTINA_SHARED_DIR "/data/internlm2-tokenizer.model' >/dev/null";
        ASSERT_EQ(std::system(command.c_str()), 0);
        const c10::InferenceMode inference;
        LoadOptions options;
        options.directory = folder;
        options.featureCacheBytes = 0;
        const auto model = openRewardModel(options, {}, {});
        files.push_back(model->info().inspection.shards.front());
        ScoreRequest request;
        request.conversation.messages = {{"user", "Which cup is fuller?"}};
        request.conversation.media = {{testing::goldenFile("media/tiny.png"), MediaReading::Image}};
        request.conversation.candidates = {{{{"assistant", "The left one."}}, {}}, {{{"assistant", "Both are empty."}}, {}}};
        found.push_back(model->score(request, {}, {}).scores);
    }
    EXPECT_NE(files[0], files[1]) << "two forms were read";
    EXPECT_EQ(found[0], found[1]);
    EXPECT_NE(found[0][0], found[0][1]);
}

} // namespace
} // namespace trutina::engine
