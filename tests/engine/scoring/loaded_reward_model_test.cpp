// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/scoring/error_border.h"
#include "engine/scoring/model_opening.h"
#include "tests/support/golden.h"
#include "tests/support/host_kernels.h"
#include "tests/support/random_checkpoint.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace trutina::engine {
namespace {

using testing::RandomCheckpoint;

class LoadedRewardModelTest : public ::testing::Test {
  protected:
    LoadedRewardModelTest() {
        m_checkpoint.vocabulary = 92544;
        m_checkpoint.hidden = 8;
        m_checkpoint.inner = 12;
        m_checkpoint.heads = 2;
        m_checkpoint.keyValueHeads = 1;
    }
    std::unique_ptr<LoadedRewardModel> load(LoadOptions options = {}) {
        m_checkpoint.write(m_directory.path());
        std::filesystem::copy_file(std::filesystem::path(TRUTINA_SHARED_DIR) / "data/internlm2-tokenizer.model",
                                   m_directory.path() / "tokenizer.model", std::filesystem::copy_options::overwrite_existing);
        options.directory = m_directory.path();
        return openRewardModel(options, {}, {});
    }
    static ScoreRequest question() {
        ScoreRequest request;
        request.conversation.messages = {{"user", "Which cup is fuller?"}};
        request.conversation.candidates = {{{{"assistant", "The left one."}}, {}}, {{{"assistant", "Both are empty."}}, {}}};
        return request;
    }
    template <typename Function>
    static std::string codeOf(Function function) {
        try {
            function();
        } catch (const Failure& failure) {
            return failure.error().code;
        }
        return "";
    }

    RandomCheckpoint m_checkpoint;
    testing::TemporaryDirectory m_directory;
};

TEST_F(LoadedRewardModelTest, SharedAndIndependentScoresAgreeForRandomWeights) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        m_checkpoint.seed = seed;
        const auto model = load();
        auto request = question();
        request.options.positions = true;
        const auto shared = model->score(request, {}, {});
        request.options.mode = ScoringMode::Independent;
        const auto apart = model->score(request, {}, {});
        for (std::size_t i = 0; i < 2; ++i) {
            EXPECT_NEAR(shared.scores[i], apart.scores[i], 2e-6);
            ASSERT_EQ(shared.positions[i].size(), apart.positions[i].size());
            for (std::size_t p = 0; p < shared.positions[i].size(); ++p) {
                EXPECT_NEAR(shared.positions[i][p], apart.positions[i][p], 5e-6);
            }
        }
        EXPECT_NE(shared.scores[0], shared.scores[1]);
    }
}

TEST_F(LoadedRewardModelTest, IdenticalCandidatesTieExactlyAndKeepTheirOrder) {
    const auto model = load();
    auto request = question();
    request.conversation.candidates.push_back(request.conversation.candidates[0]);
    const auto result = model->score(request, {}, {});
    EXPECT_EQ(result.scores[0], result.scores[2]);
    const auto first = std::find(result.order.begin(), result.order.end(), 0);
    EXPECT_LT(first, std::find(result.order.begin(), result.order.end(), 2));
}

TEST_F(LoadedRewardModelTest, ScoresThatAreNoNumbersAreAnError) {
    m_checkpoint.poisoned = "model.norm.weight";
    const auto model = load();
    EXPECT_EQ(codeOf([&] { (void)model->score(question(), {}, {}); }), "model.not_finite");
}

TEST_F(LoadedRewardModelTest, ATokenizerWithMorePiecesThanTheModelHasIsRefused) {
    m_checkpoint.vocabulary = 1000;
    EXPECT_EQ(codeOf([&] { (void)load(); }), "tokenizer.mismatch");
}

TEST_F(LoadedRewardModelTest, ImpossibleLoadOptionsAreRefused) {
    LoadOptions options;
    options.threads = -1;
    EXPECT_EQ(codeOf([&] { (void)load(options); }), "options.threads");
    options = {};
    options.computeType = ComputeType::Float16;
    EXPECT_EQ(codeOf([&] { (void)load(options); }), "options.compute_type");
}

TEST_F(LoadedRewardModelTest, AnyNumberOfThreadsGivesTheSameScores) {
    LoadOptions options;
    options.threads = 1;
    const auto one = load(options)->score(question(), {}, {});
    options.threads = 2;
    const auto two = load(options)->score(question(), {}, {});
    EXPECT_NEAR(one.scores[0], two.scores[0], 2e-6);
}

TEST(ErrorBorder, TurnsMemoryAndTorchErrorsIntoCodes) {
    const auto codeOf = [](auto function) -> std::string {
        try {
            atBorder(function);
        } catch (const Failure& failure) {
            return failure.error().code;
        }
        return "";
    };
    EXPECT_EQ(codeOf([] { throw std::bad_alloc(); }), "memory.exhausted");
    EXPECT_EQ(codeOf([] { (void)at::empty({std::int64_t{1} << 55}); }), "memory.exhausted");
    EXPECT_EQ(codeOf([] { (void)at::zeros({2, 3}).matmul(at::zeros({2, 3})); }), "engine.internal");
    EXPECT_EQ(codeOf([] { throw Failure("media.not_found", "x"); }), "media.not_found");
    EXPECT_THROW(atBorder([] { throw Cancelled(); }), Cancelled);
}

std::atomic<int> passesOnTheDevice = 0;

/// The GPU's kernels in loops on the processor, with an eye on the one that scales pictures.
const DeviceKernels& watchedKernels() {
    static const DeviceKernels kKernels = [] {
        DeviceKernels kernels = testing::hostKernels();
        kernels.resizeLines = [](const at::Tensor& source, const at::Tensor& target, const ResizeTaps& taps) {
            ++passesOnTheDevice;
            testing::hostKernels().resizeLines(source, target, taps);
        };
        return kernels;
    }();
    return kKernels;
}

TEST_F(LoadedRewardModelTest, PicturesAreScaledByADeviceThatHasTheKernelsAndScoreTheSame) {
    auto request = question();
    request.conversation.media = {{testing::goldenFile("media/portrait.png")}};
    const auto expected = load()->score(request, {}, {});
    EXPECT_EQ(passesOnTheDevice, 0);

    installDeviceKernels(at::kCPU, &watchedKernels());
    const auto model = load();
    const auto alone = model->score(request, {}, {});
    EXPECT_EQ(passesOnTheDevice, 2); // across and down, once for both candidates
    std::vector<float> inBatch;
    int left = 2;
    model->scoreAll([&]() -> std::optional<ScoreRequest> { return left-- > 0 ? std::optional(request) : std::nullopt; },
                    [&](RequestOutcome outcome) {
                        const auto& scores = std::get<ScoreResult>(outcome).scores;
                        inBatch.insert(inBatch.end(), scores.begin(), scores.end());
                    },
                    {}, {}, {});
    EXPECT_EQ(passesOnTheDevice, 6);
    installDeviceKernels(at::kCPU, nullptr);

    ASSERT_EQ(inBatch.size(), 4U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_NEAR(alone.scores[i], expected.scores[i], 1e-5);
        EXPECT_NEAR(inBatch[i], expected.scores[i], 1e-5);
        EXPECT_NEAR(inBatch[i + 2], expected.scores[i], 1e-5);
    }
}

} // namespace
} // namespace trutina::engine
