// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/scoring/compute_choice.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

namespace trutina::engine {
namespace {

constexpr std::int64_t kLarge = std::int64_t{16} << 30;
ComputeProbe mustNotBeAsked() {
    throw std::logic_error("the probe was run");
}

TEST(ComputeChoice, SmallCheckpointsAreComputedInFloat32WithoutAProbe) {
    const auto choice = chooseComputeType(ComputeType::Automatic, kSmallCheckpointBytes - 1, mustNotBeAsked);
    EXPECT_EQ(choice.type, ComputeType::Float32);
    EXPECT_FALSE(choice.reason.empty());
}

TEST(ComputeChoice, LargeOnesTakeTheFasterTypeAndSayTheFigures) {
    const auto fast = chooseComputeType(ComputeType::Automatic, kLarge, [] { return ComputeProbe{190, 400}; });
    EXPECT_EQ(fast.type, ComputeType::BFloat16);
    EXPECT_NE(fast.reason.find("400"), std::string::npos);
    EXPECT_EQ(chooseComputeType(ComputeType::Automatic, kLarge,
                                [] {
                                    return ComputeProbe{310, 160};
                                })
                  .type,
              ComputeType::Float32);
    EXPECT_EQ(chooseComputeType(ComputeType::Automatic, kLarge,
                                [] {
                                    return ComputeProbe{300, 310};
                                })
                  .type,
              ComputeType::Float32)
        << "a small gain is not worth the rounding";
}

TEST(ComputeChoice, AWishIsGrantedAndFloat16RefusedOnTheCpu) {
    EXPECT_EQ(chooseComputeType(ComputeType::BFloat16, 1, mustNotBeAsked).type, ComputeType::BFloat16);
    EXPECT_EQ(chooseComputeType(ComputeType::Float32, kLarge, mustNotBeAsked).type, ComputeType::Float32);
    EXPECT_THROW((void)chooseComputeType(ComputeType::Float16, 1, mustNotBeAsked), Failure);
}

TEST(ComputeChoice, AGpuComputesInFloat16UnlessAskedOtherwise) {
    EXPECT_EQ(chooseGpuComputeType(ComputeType::Automatic).type, ComputeType::Float16);
    for (const auto type : {ComputeType::Float32, ComputeType::BFloat16, ComputeType::Float16}) {
        EXPECT_EQ(chooseGpuComputeType(type).type, type);
    }
}

TEST(ComputeChoice, AProbeIsRememberedForItsMachineOnly) {
    const testing::TemporaryDirectory directory;
    const auto file = directory.path() / "deep" / "probe.json";
    int runs = 0;
    const auto measure = [&] {
        ++runs;
        return ComputeProbe{100.0 + runs, 200};
    };
    EXPECT_EQ(rememberedProbe(file, "one", measure).float32, 101);
    EXPECT_EQ(rememberedProbe(file, "one", measure).float32, 101);
    EXPECT_EQ(rememberedProbe(file, "two", measure).float32, 102);
    EXPECT_EQ(rememberedProbe(file, "one", measure).float32, 101);
    EXPECT_EQ(runs, 2);
    std::ofstream(file) << "{ damaged";
    EXPECT_EQ(rememberedProbe(file, "one", measure).float32, 103);
    EXPECT_EQ(rememberedProbe("/proc/nowhere/probe.json", "one", measure).float32, 104)
        << "a cache that cannot be written is no error";
}

TEST(ComputeChoice, TheProbeMeasuresSomething) {
    const auto probe = measureCompute();
    EXPECT_GT(probe.float32, 0.1);
    EXPECT_GT(probe.bfloat16, 0.1);
}

} // namespace
} // namespace trutina::engine
