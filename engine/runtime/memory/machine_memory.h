// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>

namespace trutina::engine {

inline constexpr std::int64_t kUnlimitedBytes = std::numeric_limits<std::int64_t>::max();

/// What a process may still take, in bytes; kUnlimitedBytes where nothing limits it or nothing is known.
struct FreeMemory {
    /// That can be occupied at one time, pages of mapped files included. Beyond it file pages are read again and again, and
    /// where they are not enough, programs are ended.
    std::int64_t residentBytes = kUnlimitedBytes;
    std::int64_t writableBytes = kUnlimitedBytes; ///< private writable memory that may still be asked for (RLIMIT_DATA)
    std::int64_t addressBytes = kUnlimitedBytes;  ///< address space that may still be mapped (RLIMIT_AS)
    std::string boundBy;                          ///< what sets residentBytes, as a noun: "the free memory"; empty if nothing
};

/// Of this process now: MemAvailable, the limits of its control group and of all groups above it (versions 1 and 2 of the
/// kernel's interface), RLIMIT_AS and RLIMIT_DATA. `root` stands for "/" in tests, and then no resource limit is asked for.
[[nodiscard]] FreeMemory readFreeMemory(const std::filesystem::path& root = "/");

/// No more than `limit` bytes resident; 0: as it is.
[[nodiscard]] FreeMemory limited(FreeMemory memory, std::int64_t limit);

/// RAM that could be used now; 0 when unknown.
[[nodiscard]] std::int64_t availableMemoryBytes();

/// Private memory that this process holds now (RssAnon); 0 when unknown.
[[nodiscard]] std::int64_t heldPrivateBytes();

/// The most memory that this process has held so far (VmHWM); 0 when unknown.
[[nodiscard]] std::int64_t peakMemoryBytes();

/// Gives what was freed back to the system, where the C library keeps it for later: between steps that work in much memory, since
/// pages that are wanted again have to be asked for anew.
void returnFreedMemory();

} // namespace trutina::engine
