// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/memory/machine_memory.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace trutina::engine {
namespace {

constexpr std::int64_t kMebibyte = 1 << 20;

/// A machine as its files tell of it: 8,000 MiB free.
class MachineMemoryTest : public ::testing::Test {
  protected:
    MachineMemoryTest() { put("proc/meminfo", "MemTotal: 16384000 kB\nMemAvailable:    8192000 kB\n"); }
    void put(const std::string& file, const std::string& text) const {
        const auto path = m_root.path() / file;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }
    void group(const std::string& path, const std::string& limit, std::int64_t used, std::int64_t cached) const {
        put(path + "/memory.max", limit + "\n");
        put(path + "/memory.current", std::to_string(used) + "\n");
        put(path + "/memory.stat", "anon 5\ninactive_file " + std::to_string(cached) + "\nactive_file 0\n");
    }
    [[nodiscard]] FreeMemory read() const { return readFreeMemory(m_root.path()); }

    testing::TemporaryDirectory m_root;
};

TEST_F(MachineMemoryTest, WithoutLimitsWhatTheKernelCallsAvailableIsFree) {
    EXPECT_EQ(read().residentBytes, 8000 * kMebibyte);
    EXPECT_EQ(read().boundBy, "the free memory");
    EXPECT_EQ(read().writableBytes, kUnlimitedBytes);
}

TEST_F(MachineMemoryTest, AControlGroupOfVersion2LimitsAndItsFilePagesGiveWay) {
    put("proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n");
    put("proc/self/cgroup", "0::/user/app\n");
    group("sys/fs/cgroup/user/app", std::to_string(1000 * kMebibyte), 600 * kMebibyte, 250 * kMebibyte);
    EXPECT_EQ(read().residentBytes, 650 * kMebibyte);
    EXPECT_EQ(read().boundBy, "the limit of the control group");
}

TEST_F(MachineMemoryTest, AGroupAboveLimitsToo) {
    put("proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n");
    put("proc/self/cgroup", "0::/user/app\n");
    group("sys/fs/cgroup/user/app", "max", 600 * kMebibyte, 0);
    group("sys/fs/cgroup/user", std::to_string(900 * kMebibyte), 700 * kMebibyte, 0);
    EXPECT_EQ(read().residentBytes, 200 * kMebibyte);
}

TEST_F(MachineMemoryTest, AControlGroupOfVersion1IsReadAsWell) {
    put("proc/self/mounts", "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\ncgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n");
    put("proc/self/cgroup", "4:memory:/job\n0::/\n");
    put("sys/fs/cgroup/memory/job/memory.limit_in_bytes", std::to_string(500 * kMebibyte));
    put("sys/fs/cgroup/memory/job/memory.usage_in_bytes", std::to_string(400 * kMebibyte));
    put("sys/fs/cgroup/memory/job/memory.stat", "total_inactive_file 1048576\ntotal_active_file 2097152\n");
    put("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    EXPECT_EQ(read().residentBytes, 103 * kMebibyte);
}

TEST_F(MachineMemoryTest, InAContainerTheMountMayBeTheGroupItself) {
    put("proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n");
    put("proc/self/cgroup", "0::/not/seen/from/inside\n");
    group("sys/fs/cgroup", std::to_string(300 * kMebibyte), 100 * kMebibyte, 0);
    EXPECT_EQ(read().residentBytes, 200 * kMebibyte);
}

TEST_F(MachineMemoryTest, AGroupThatIsFullLeavesNearlyNothingRatherThanEverything) {
    put("proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n");
    put("proc/self/cgroup", "0::/\n");
    group("sys/fs/cgroup", std::to_string(300 * kMebibyte), 301 * kMebibyte, 0);
    EXPECT_EQ(read().residentBytes, 1);
}

TEST_F(MachineMemoryTest, AChosenLimitOnlyLowers) {
    EXPECT_EQ(limited(read(), 100 * kMebibyte).residentBytes, 100 * kMebibyte);
    EXPECT_EQ(limited(read(), 100 * kMebibyte).boundBy, "the chosen limit");
    EXPECT_EQ(limited(read(), 9000 * kMebibyte).residentBytes, 8000 * kMebibyte);
    EXPECT_EQ(limited(read(), 0).residentBytes, 8000 * kMebibyte);
}

TEST(MachineMemory, ResourceLimitsOfTheProcessAreSeen) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the shadow memory of a sanitizer is larger than any limit that could be set";
#endif
    // In a child: a limit on this process would bind the tests after it.
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const rlimit data{2000 * kMebibyte, RLIM_INFINITY};
        const rlimit address{100'000 * kMebibyte, RLIM_INFINITY};
        bool right = ::setrlimit(RLIMIT_DATA, &data) == 0 && ::setrlimit(RLIMIT_AS, &address) == 0;
        const FreeMemory memory = readFreeMemory();
        right = right && memory.writableBytes > 0 && memory.writableBytes < 2000 * kMebibyte;
        right = right && memory.addressBytes > 0 && memory.addressBytes < 100'000 * kMebibyte;
        ::_exit(right ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(MachineMemory, ThisMachineHasSome) {
    EXPECT_GT(availableMemoryBytes(), 0);
    EXPECT_GE(peakMemoryBytes(), heldPrivateBytes());
    EXPECT_GT(heldPrivateBytes(), 0);
}

} // namespace
} // namespace trutina::engine
