// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/memory_retry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace trutina::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A device that has room for so many candidates at once, in the place of a GPU.
class FakeDevice {
  public:
    explicit FakeDevice(int room) : m_room(room) {}

    int score(const MemoryPlan& plan) {
        m_tried.push_back(plan.parallelCandidates);
        if (plan.parallelCandidates > m_room) {
            throw Failure("memory.exhausted", "There was not enough memory for this step.");
        }
        return 42;
    }
    [[nodiscard]] MemoryRetry retry() {
        return {[](const MemoryPlan& plan) -> std::optional<MemoryPlan> {
                    if (plan.parallelCandidates <= 1) {
                        return std::nullopt;
                    }
                    return withCandidates(plan.parallelCandidates / 2);
                },
                [this] { ++m_releases; }};
    }
    static MemoryPlan withCandidates(int count) {
        MemoryPlan plan;
        plan.parallelCandidates = count;
        plan.summary = std::to_string(count) + " at once";
        return plan;
    }
    std::vector<int> m_tried;
    int m_releases = 0;

  private:
    int m_room;
};

int run(FakeDevice& device) {
    return withSmallerPlans(FakeDevice::withCandidates(8), device.retry(),
                            [&](const MemoryPlan& plan) { return device.score(plan); });
}

TEST(MemoryRetry, FewerCandidatesComeBeforeFewerRowsAndBothEnd) {
    MemoryPlan plan;
    plan.rowsAtOnce = 200;
    std::vector<std::string> plans;
    for (auto next = smallerPlan(plan, 5); next; next = smallerPlan(*next, 5)) {
        plans.push_back(next->summary);
    }
    EXPECT_THAT(plans, ElementsAre("3 candidates and 200 rows at once", "2 candidates and 200 rows at once",
                                   "1 candidates and 200 rows at once", "1 candidates and 100 rows at once",
                                   "1 candidates and 64 rows at once"));
}

TEST(MemoryRetry, APlanThatHoldsIsTheOnlyOne) {
    FakeDevice device(8);
    EXPECT_EQ(run(device), 42);
    EXPECT_THAT(device.m_tried, ElementsAre(8));
    EXPECT_EQ(device.m_releases, 0);
}

TEST(MemoryRetry, PlansShrinkUntilOneHoldsAndUnusedMemoryIsGivenBackBefore) {
    FakeDevice device(2);
    EXPECT_EQ(run(device), 42);
    EXPECT_THAT(device.m_tried, ElementsAre(8, 4, 2));
    EXPECT_EQ(device.m_releases, 2);
}

TEST(MemoryRetry, TheLastFailureSaysWhatWasTried) {
    FakeDevice device(0);
    try {
        run(device);
        ADD_FAILURE();
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "memory.exhausted");
        EXPECT_THAT(failure.error().detail, HasSubstr("8 at once; 4 at once; 2 at once; 1 at once"));
    }
    EXPECT_THAT(device.m_tried, ElementsAre(8, 4, 2, 1));
}

TEST(MemoryRetry, OtherFailuresAndCancellingPassThrough) {
    FakeDevice device(8);
    const auto throwing = [&](auto error) {
        return [&device, error] {
            withSmallerPlans(FakeDevice::withCandidates(8), device.retry(), [&](const MemoryPlan&) -> int { throw error; });
        };
    };
    EXPECT_THROW(throwing(Failure("device.failed", "The GPU fell off the bus."))(), Failure);
    EXPECT_THROW(throwing(Cancelled())(), Cancelled);
    EXPECT_EQ(device.m_releases, 0);
}

} // namespace
} // namespace trutina::engine
