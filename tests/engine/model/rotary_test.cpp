// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/rotary.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <cmath>

namespace trutina::engine {
namespace {

ModelConfig configWith(RotaryScaling scaling, double factor) {
    ModelConfig config;
    config.hiddenSize = 64;
    config.heads = 4;
    config.maxPositions = 100;
    config.rotaryScaling = scaling;
    config.rotaryFactor = factor;
    return config;
}

TEST(Rotary, TurnsPairsByTheirAngleAsTheFormulaSays) {
    const c10::InferenceMode inference;
    const auto config = configWith(RotaryScaling::None, 1);
    const std::int64_t size = config.headSize();
    const auto table = rotaryTable(config, 1e6, 50, at::kFloat);
    at::manual_seed(3);
    const auto heads = at::randn({50, 2, size});
    const auto turned = heads.clone();
    rotate(turned, table);
    for (std::int64_t position = 0; position < 50; position += 7) {
        for (std::int64_t k = 0; k < size / 2; ++k) {
            const double angle =
                static_cast<double>(position) * std::pow(1e6, -2.0 * static_cast<double>(k) / static_cast<double>(size));
            const double low = heads[position][1][k].item<double>();
            const double high = heads[position][1][k + size / 2].item<double>();
            EXPECT_NEAR(turned[position][1][k].item<double>(), low * std::cos(angle) - high * std::sin(angle), 1e-5);
            EXPECT_NEAR(turned[position][1][k + size / 2].item<double>(), high * std::cos(angle) + low * std::sin(angle), 1e-5);
        }
    }
}

TEST(Rotary, LinearScalingStretchesPositions) {
    const c10::InferenceMode inference;
    const auto plain = rotaryTable(configWith(RotaryScaling::None, 1), 1e6, 10, at::kFloat);
    const auto stretched = rotaryTable(configWith(RotaryScaling::Linear, 2), 1e6, 20, at::kFloat);
    EXPECT_LT((stretched.sine[18] - plain.sine[9]).abs().max().item<double>(), 1e-7);
}

TEST(Rotary, DynamicBaseFollowsTheLengthOnlyBeyondTheLimit) {
    const auto config = configWith(RotaryScaling::Dynamic, 2);
    EXPECT_EQ(rotaryBase(config, 100), config.rotaryTheta);
    EXPECT_GT(rotaryBase(config, 101), config.rotaryTheta);
    EXPECT_NEAR(rotaryBase(config, 200), config.rotaryTheta * std::pow(3.0, 16.0 / 14.0), 1);
    EXPECT_EQ(rotaryBase(config, 100), config.rotaryTheta) << "a longer sequence must leave no trace";
    EXPECT_EQ(rotaryBase(configWith(RotaryScaling::None, 2), 200), config.rotaryTheta);
}

} // namespace
} // namespace trutina::engine
