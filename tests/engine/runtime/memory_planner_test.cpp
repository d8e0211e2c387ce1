// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/runtime/memory/memory_planner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trutina::engine {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::int64_t kMebibyte = 1 << 20;
constexpr std::int64_t kGibibyte = 1 << 30;
constexpr ComputeCandidate kBFloat16Stored{"bfloat16", 2, true};
constexpr ComputeCandidate kFloat32Widened{"float32", 4, false};

/// The sizes of IXC-2.5-Reward (specification 1.1): 16.6 GB in bfloat16.
ModelShape realModel() {
    ModelShape model;
    model.config.hiddenSize = 4096;
    model.config.layers = 32;
    model.config.heads = 32;
    model.config.keyValueHeads = 8;
    model.config.intermediateSize = 14336;
    model.config.vocabularySize = 92544;
    model.sizes = {256, 1024, 24, 4096, 4096};
    model.weightBytes = 16'601'513'984;
    model.fileBytes = 16'601'636'288;
    model.storedBytes = 2;
    return model;
}

PlanningInput input(std::int64_t freeBytes, std::vector<ComputeCandidate> types = {kBFloat16Stored, kFloat32Widened}) {
    PlanningInput input;
    input.model = realModel();
    input.storedType = "bfloat16";
    input.computeTypes = std::move(types);
    input.request = requestShape(input.model, {});
    input.free.residentBytes = freeBytes;
    input.free.boundBy = "the free memory";
    input.prefixCacheBytes = 0;
    return input;
}

TEST(MemoryPlanner, TheRealModelIsPlannableOnAMachineOf24GibibytesInBothTypes) {
    const MemoryPlan narrow = planMemory(input(22 * kGibibyte));
    EXPECT_TRUE(narrow.fits);
    EXPECT_EQ(narrow.computeType, "bfloat16");
    EXPECT_EQ(narrow.placement, WeightPlacement::Mapped);
    EXPECT_THAT(narrow.fallbacks, IsEmpty());
    const MemoryPlan wide = planMemory(input(22 * kGibibyte, {kFloat32Widened}));
    EXPECT_TRUE(wide.fits);
    EXPECT_EQ(wide.placement, WeightPlacement::Streamed);
    EXPECT_TRUE(wide.filePagesKept) << "nothing has to be read again";
    EXPECT_LT(wide.peakBytes, 19 * kGibibyte);
}

TEST(MemoryPlanner, ThePeakIsTheSumOfItsParts) {
    const MemoryPlan plan = planMemory(input(22 * kGibibyte));
    EXPECT_EQ(plan.peakBytes, plan.mappedBytes + plan.weightBytes + plan.keyValueBytes +
                                  std::max(plan.activationBytes, plan.visionBytes) + plan.otherBytes);
    EXPECT_GT(plan.mappedBytes, 15 * kGibibyte - 800 * kMebibyte);
    EXPECT_EQ(plan.weightBytes, 0);
}

TEST(MemoryPlanner, WithTooLittleForTheFileLayersAreStreamedAndThatIsSaid) {
    const MemoryPlan plan = planMemory(input(6 * kGibibyte));
    EXPECT_TRUE(plan.fits);
    EXPECT_EQ(plan.computeType, "bfloat16");
    EXPECT_EQ(plan.placement, WeightPlacement::Streamed);
    EXPECT_FALSE(plan.filePagesKept);
    EXPECT_LE(plan.peakBytes, 6 * kGibibyte);
    EXPECT_THAT(plan.fallbacks, Contains(HasSubstr("streamed")));
    EXPECT_THAT(plan.summary, HasSubstr("bfloat16"));
    EXPECT_THAT(plan.summary, HasSubstr("6.0 GiB"));
}

TEST(MemoryPlanner, ReductionsComeOneByOneAndOnlyAsFarAsNeeded) {
    auto many = input(22 * kGibibyte);
    many.request = requestShape(many.model, {0, 200, 16, 400});
    const MemoryPlan ample = planMemory(many);
    EXPECT_EQ(ample.parallelCandidates, 0);
    EXPECT_EQ(ample.rowsAtOnce, 512);

    many.free.residentBytes = ample.peakBytes - 1;
    const MemoryPlan fewer = planMemory(many);
    EXPECT_TRUE(fewer.fits);
    EXPECT_EQ(fewer.placement, WeightPlacement::Mapped);
    EXPECT_GT(fewer.parallelCandidates, 0);
    EXPECT_LT(fewer.parallelCandidates, 16);
    EXPECT_EQ(fewer.rowsAtOnce, 512) << "fewer answers together are enough";

    // The least that mapped weights need: down to that, and only below it, layers are streamed.
    MemoryPlan last = fewer;
    for (auto smaller = many; last.placement == WeightPlacement::Mapped;) {
        smaller.free.residentBytes = last.peakBytes - 1;
        const MemoryPlan next = planMemory(smaller);
        ASSERT_TRUE(next.fits);
        if (next.placement == WeightPlacement::Mapped) {
            EXPECT_LE(next.rowsAtOnce, last.rowsAtOnce);
            EXPECT_LT(next.peakBytes, last.peakBytes);
        } else {
            EXPECT_EQ(last.parallelCandidates, 1);
            EXPECT_LT(last.rowsAtOnce, 512) << "a smaller feed-forward part was tried before streaming";
            EXPECT_EQ(next.parallelCandidates, 0) << "with the weights gone there is room for everything again";
        }
        last = next;
    }
}

TEST(MemoryPlanner, AnotherTypeIsTheLastWayOutAndOnlyWhereTheTypeIsFree) {
    // Not even one widened layer fits; a layer as it lies in the file does.
    auto tight = input(0, {kFloat32Widened, kBFloat16Stored});
    tight.request = requestShape(tight.model, {0, 100, 1, 100});
    const auto wide = [&] {
        auto alone = tight;
        alone.computeTypes = {kFloat32Widened};
        alone.otherTypes = {kBFloat16Stored};
        return alone;
    };
    tight.free.residentBytes = planMemory(wide()).peakBytes - 1;
    const MemoryPlan plan = planMemory(tight);
    EXPECT_TRUE(plan.fits);
    EXPECT_EQ(plan.computeType, "bfloat16");
    EXPECT_THAT(plan.fallbacks, Contains(HasSubstr("float32 does not fit")));

    const MemoryPlan refused = planMemory(wide());
    EXPECT_FALSE(refused.fits);
    EXPECT_EQ(refused.computeType, "float32");
    try {
        requireFitting(refused, wide());
        FAIL() << "it was not refused";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "memory.exhausted");
        EXPECT_THAT(failure.error().message, HasSubstr(bytesText(refused.peakBytes)));
        EXPECT_THAT(failure.error().message, HasSubstr(bytesText(tight.free.residentBytes)));
        EXPECT_THAT(failure.error().hint, HasSubstr("--dtype bfloat16 it would fit"));
    }
}

TEST(MemoryPlanner, WhereOnlyAsmallerPictureFitsTheRefusalSaysSo) {
    auto large = input(0);
    large.request = requestShape(large.model, {25, 10'300, 4, 300});
    auto small = large;
    small.request = requestShape(large.model, {2, 1'000, 4, 300});
    large.free.residentBytes = planMemory(small).peakBytes;
    large.free.residentBytes = std::max(large.free.residentBytes, planMemory(large).peakBytes - 1);
    const MemoryPlan plan = planMemory(large);
    ASSERT_FALSE(plan.fits);
    try {
        requireFitting(plan, large);
        FAIL() << "it was not refused";
    } catch (const Failure& failure) {
        EXPECT_THAT(failure.error().hint, HasSubstr("--hd-num"));
    }
}

TEST(MemoryPlanner, WritableMemoryAndAddressSpaceBindOnTheirOwn) {
    auto data = input(22 * kGibibyte, {kFloat32Widened});
    data.model.weightBytes = 900 * kMebibyte * 2; // a smaller model that would be converted
    data.model.config.layers = 3;
    EXPECT_EQ(planMemory(data).placement, WeightPlacement::Converted);
    data.free.writableBytes = planMemory(data).peakBytes - planMemory(data).mappedBytes - 400 * kMebibyte;
    EXPECT_EQ(planMemory(data).placement, WeightPlacement::Streamed);

    auto address = input(22 * kGibibyte);
    address.free.addressBytes = address.model.fileBytes + 100 * kMebibyte;
    EXPECT_TRUE(planMemory(input(22 * kGibibyte)).fits);
    EXPECT_FALSE(planMemory(address).fits) << "not the file and anything else can be mapped";
}

TEST(MemoryPlanner, LargeCopiesAreMadeOnlyWhereTheyLeaveHalfOfTheMemory) {
    EXPECT_EQ(planMemory(input(70 * kGibibyte, {kFloat32Widened})).placement, WeightPlacement::Converted);
    EXPECT_EQ(planMemory(input(50 * kGibibyte, {kFloat32Widened})).placement, WeightPlacement::Streamed);
}

TEST(MemoryPlanner, TheCacheOfPromptsTakesAnEighthAndGivesWayFirst) {
    auto cached = input(40 * kGibibyte);
    cached.prefixCacheBytes = -1;
    cached.request.keptTokens = cached.request.promptTokens;
    const MemoryPlan ample = planMemory(cached);
    EXPECT_EQ(ample.prefixCacheBytes, 5 * kGibibyte);
    EXPECT_GT(ample.keyValueBytes, 500 * kMebibyte) << "128 KiB for each token of the prompt";
    EXPECT_THAT(ample.fallbacks, IsEmpty());

    cached.free.residentBytes = ample.peakBytes + 100 * kMebibyte;
    const MemoryPlan less = planMemory(cached);
    EXPECT_LT(less.prefixCacheBytes, kGibibyte);
    EXPECT_THAT(less.fallbacks, IsEmpty()) << "the prompt is kept all the same";

    cached.free.residentBytes = ample.peakBytes - 100 * kMebibyte;
    const MemoryPlan none = planMemory(cached);
    EXPECT_TRUE(none.fits);
    EXPECT_EQ(none.prefixCacheBytes, 0);
    EXPECT_EQ(none.parallelCandidates, 0);
    EXPECT_THAT(none.fallbacks, Contains(HasSubstr("not kept")));
}

TEST(MemoryPlanner, AChosenCacheIsPartOfWhatMustFit) {
    auto cached = input(22 * kGibibyte);
    cached.prefixCacheBytes = 2 * kGibibyte;
    EXPECT_EQ(planMemory(cached).prefixCacheBytes, 2 * kGibibyte);
    cached.free.residentBytes = planMemory(cached).peakBytes + kGibibyte;
    const MemoryPlan less = planMemory(cached);
    EXPECT_TRUE(less.fits);
    EXPECT_LE(less.prefixCacheBytes, kGibibyte);
    EXPECT_GT(less.prefixCacheBytes, 900 * kMebibyte);
    EXPECT_THAT(less.fallbacks, Contains(HasSubstr("of prompts are kept")));
}

TEST(MemoryPlanner, Int8WeightsAreNeverStreamedAndSaid) {
    auto narrow = input(22 * kGibibyte, {kFloat32Widened});
    narrow.int8Weights = true;
    const MemoryPlan plan = planMemory(narrow);
    EXPECT_TRUE(plan.fits);
    EXPECT_EQ(plan.computeType, "float32");
    EXPECT_EQ(plan.weightType, "int8");
    EXPECT_EQ(plan.placement, WeightPlacement::Converted);
    EXPECT_GT(plan.weightBytes, 7 * kGibibyte);
    EXPECT_LT(plan.weightBytes, 11 * kGibibyte);
    EXPECT_THAT(plan.summary, HasSubstr("int8"));
    narrow.free.residentBytes = 5 * kGibibyte;
    EXPECT_FALSE(planMemory(narrow).fits);
}

TEST(MemoryPlanner, ADeviceHoldsCopiesAndLetsGoOfFeatures) {
    auto device = input(24 * kGibibyte, {kBFloat16Stored});
    device.isHostMemory = false;
    const MemoryPlan plan = planMemory(device);
    EXPECT_TRUE(plan.fits);
    EXPECT_EQ(plan.placement, WeightPlacement::Converted);
    EXPECT_EQ(plan.mappedBytes, 0);
    EXPECT_GT(plan.weightBytes, 14 * kGibibyte);
    // Less and less: the features leave before the layers are streamed.
    bool offLoaded = false;
    for (std::int64_t free = plan.peakBytes; free > 2 * kGibibyte; free -= 4 * kMebibyte) {
        device.free.residentBytes = free;
        const MemoryPlan next = planMemory(device);
        offLoaded = offLoaded || next.featuresOffLoaded;
        if (next.placement == WeightPlacement::Streamed) {
            break;
        }
    }
    EXPECT_TRUE(offLoaded);
}

TEST(MemoryPlanner, ALoadedModelKeepsItsTypeAndPlacement) {
    auto request = input(6 * kGibibyte);
    const MemoryPlan loaded = planMemory(request);
    request.free.residentBytes = 64 * kGibibyte;
    const MemoryPlan plan = planRequest(request, loaded);
    EXPECT_EQ(plan.placement, loaded.placement);
    EXPECT_EQ(plan.computeType, loaded.computeType);
    EXPECT_FALSE(plan.filePagesKept);
}

TEST(MemoryPlanner, MoreMemoryNeverMakesAPlanWorse) {
    for (const bool isHost : {true, false}) {
        int lastRank = 0;
        for (std::int64_t free = kGibibyte; free < 80 * kGibibyte; free += 512 * kMebibyte) {
            auto some = input(free, {kFloat32Widened});
            some.isHostMemory = isHost;
            const MemoryPlan plan = planMemory(some);
            const int rank = !plan.fits ? 0 : plan.placement == WeightPlacement::Converted ? 3 : plan.filePagesKept ? 2 : 1;
            EXPECT_GE(rank, lastRank) << free / kMebibyte << " MiB";
            lastRank = rank;
            if (plan.fits) {
                EXPECT_LE(plan.peakBytes, free);
            }
        }
        EXPECT_EQ(lastRank, 3);
    }
}

TEST(MemoryPlanner, BytesAreToldInUnitsThatPeopleRead) {
    EXPECT_EQ(bytesText(0), "0 MiB");
    EXPECT_EQ(bytesText(512 * kMebibyte), "512 MiB");
    EXPECT_EQ(bytesText(3 * kGibibyte + 100 * kMebibyte), "3.1 GiB");
}

} // namespace
} // namespace trutina::engine
