// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/device_kernels.h"
#include "tests/engine/scoring/golden_requests.h"
#include "tests/support/host_kernels.h"
#include "tests/support/torch_golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

/// The golden scores on the device that TRUTINA_TEST_DEVICE names ("cuda:0"; packaging/check-cuda sets it). Without it, on the
/// processor with the kernels of the GPU in the place of LibTorch's operators, so that the whole path through them is tested
/// where there is no GPU.
namespace trutina::engine {
namespace {

using testing::goldenJson;
using testing::requestOf;
using testing::scoreCases;

/// The stated tolerances, in parts of the spread of the scores. float32 differs from the processor by rounding in another order;
/// float16 rounds eight times finer than bfloat16, whose figures are those of the processor (golden_candidates_test.cpp).
struct Tolerance {
    double rootMeanSquare;
    double worst;
};
Tolerance toleranceOf(ComputeType type) {
    switch (type) {
    case ComputeType::Float16:
        return {5e-3, 2e-2};
    case ComputeType::BFloat16:
        return {4e-2, 15e-2};
    default:
        return {2e-4, 1e-3};
    }
}

const char* nameOf(ComputeType type) {
    return type == ComputeType::Float16 ? "float16" : type == ComputeType::BFloat16 ? "bfloat16" : "float32";
}

class GoldenDeviceTest : public ::testing::TestWithParam<ComputeType> {
  protected:
    void SetUp() override {
        if (const char* device = std::getenv("TRUTINA_TEST_DEVICE"); device != nullptr && *device != '\0') {
            const std::string name = device;
            ASSERT_TRUE(name.starts_with("cuda:")) << name;
            m_device = {DeviceKind::Cuda, std::stoi(name.substr(5))};
            return;
        }
        if (GetParam() != ComputeType::Float32) {
            GTEST_SKIP() << "on the processor the loops are run in float32 only";
        }
        m_longest = 700; // loops are slow
        installDeviceKernels(at::kCPU, &testing::hostKernels());
    }
    void TearDown() override { installDeviceKernels(at::kCPU, nullptr); }

    RewardModel& model(const std::string& checkpoint) {
        auto& model = m_models[checkpoint];
        if (!model) {
            LoadOptions options;
            options.directory = testing::goldenFile("checkpoints/" + checkpoint);
            options.computeType = GetParam();
            options.device = m_device;
            options.featureCacheBytes = 0;
            model = EngineFacade().loadModel(options, {}, {});
            EXPECT_EQ(model->info().computeType, nameOf(GetParam()));
        }
        return *model;
    }

    void compare(const std::string& checkpoint, double found, double expected) {
        m_pairs[checkpoint].emplace_back(found, expected);
    }

    /// One row of the table per checkpoint; packaging/check-cuda collects them.
    void judge(const char* what) {
        for (const auto& [checkpoint, pairs] : m_pairs) {
            double sum = 0;
            double squares = 0;
            double errors = 0;
            double worst = 0;
            for (const auto& [found, expected] : pairs) {
                sum += expected;
                squares += expected * expected;
                errors += (found - expected) * (found - expected);
                worst = std::max(worst, std::abs(found - expected));
            }
            const auto n = static_cast<double>(pairs.size());
            const double spread = std::sqrt(squares / n - sum / n * (sum / n));
            const double rootMeanSquare = std::sqrt(errors / n);
            const Tolerance tolerance = toleranceOf(GetParam());
            std::printf("| %s | %s | %s | %zu | %.1e | %.1e | %.1e | %.1e |\n", what, checkpoint.c_str(), nameOf(GetParam()),
                        pairs.size(), rootMeanSquare / spread, tolerance.rootMeanSquare, worst / spread, tolerance.worst);
            EXPECT_LE(rootMeanSquare, tolerance.rootMeanSquare * spread) << checkpoint;
            EXPECT_LE(worst, tolerance.worst * spread) << checkpoint;
        }
    }

    int m_longest = 1 << 20;

  private:
    DeviceChoice m_device{DeviceKind::Cpu, 0};
    std::map<std::string, std::unique_ptr<RewardModel>> m_models;
    std::map<std::string, std::vector<std::pair<double, double>>> m_pairs;
};

INSTANTIATE_TEST_SUITE_P(Types, GoldenDeviceTest,
                         ::testing::Values(ComputeType::Float32, ComputeType::Float16, ComputeType::BFloat16),
                         [](const auto& type) { return std::string(nameOf(type.param)); });

TEST_P(GoldenDeviceTest, ConversationsScoreAsTheReference) {
    int compared = 0;
    for (const auto& entry : scoreCases()) {
        if (entry.at("length").get<int>() > m_longest || !entry.at("exact_pixels").get<bool>()) {
            continue;
        }
        SCOPED_TRACE(entry.at("name"));
        const std::string checkpoint = entry.at("checkpoint");
        auto request = requestOf(entry);
        request.options.frameLabels = false; // as the golden values were made
        request.options.positions = entry.at("length").get<int>() < 200;
        const auto result = model(checkpoint).score(request, {}, {});
        compare(checkpoint, result.scores.at(0), entry.at("score"));
        ++compared;
    }
    EXPECT_GE(compared, 40);
    judge("conversations");
}

TEST_P(GoldenDeviceTest, CandidatesThatShareAPrefixScoreAsTheReference) {
    const auto golden = goldenJson("batches.json");
    for (const auto& batch : golden.at("cases")) {
        SCOPED_TRACE(batch.at("name"));
        ScoreRequest request = testing::batchRequestOf(batch);
        const std::string checkpoint = batch.at("checkpoint");
        for (const auto mode : {ScoringMode::Shared, ScoringMode::Independent}) {
            request.options.mode = mode;
            const auto result = model(checkpoint).score(request, {}, {});
            for (std::size_t i = 0; i < result.scores.size(); ++i) {
                compare(checkpoint, result.scores[i], batch.at("alone")[i]);
            }
        }
    }
    judge("candidates");
}

} // namespace
} // namespace trutina::engine
