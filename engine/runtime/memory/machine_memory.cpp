// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/memory/machine_memory.h"

#include <sys/resource.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace trutina::engine {

namespace {

namespace fs = std::filesystem;

std::optional<std::int64_t> integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end != text.data() ? std::optional(value) : std::nullopt;
}

/// The number in a file that holds one; none for "max" and where there is no file.
std::optional<std::int64_t> numberIn(const fs::path& file) {
    std::ifstream stream(file);
    std::string word;
    return stream >> word ? integer(word) : std::nullopt;
}

/// The number behind a name at the start of a line, as in "MemAvailable:  123 kB" or "total_inactive_file 123".
std::optional<std::int64_t> numberNamed(const fs::path& file, std::string_view name) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        std::istringstream words(line);
        std::string first;
        std::string second;
        if (words >> first >> second && first == name) {
            return integer(second);
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> kibibytesNamed(const fs::path& file, std::string_view name) {
    const auto value = numberNamed(file, name);
    return value ? std::optional(*value * 1024) : std::nullopt;
}

/// Where the kernel shows the control groups that limit memory, and the file names of the two versions of the interface.
struct GroupTree {
    fs::path mount;
    std::string group;                         ///< of this process, below the mount
    std::string_view limit, usage;             ///< files of the memory controller
    std::array<std::string_view, 2> fileCache; ///< lines of memory.stat: pages that give way
};

std::vector<GroupTree> groupTrees(const fs::path& root) {
    std::vector<GroupTree> trees;
    std::ifstream mounts(root / "proc/self/mounts");
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream words(line);
        std::string device;
        std::string place;
        std::string type;
        std::string options;
        if (!(words >> device >> place >> type >> options)) {
            continue;
        }
        const fs::path mount = root / fs::path(place).relative_path();
        if (type == "cgroup2") {
            trees.push_back({mount, "", "max", "current", {"inactive_file", "active_file"}});
        } else if (type == "cgroup" && ("," + options + ",").find(",memory,") != std::string::npos) {
            trees.push_back({mount, "", "limit_in_bytes", "usage_in_bytes", {"total_inactive_file", "total_active_file"}});
        }
    }
    std::ifstream groups(root / "proc/self/cgroup");
    for (std::string line; std::getline(groups, line);) { // "4:memory:/path" or "0::/path"
        const auto first = line.find(':');
        const auto second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos) {
            continue;
        }
        const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
        for (GroupTree& tree : trees) {
            const bool secondVersion = tree.limit == "max";
            if (secondVersion ? controllers == ",," : controllers.find(",memory,") != std::string::npos) {
                tree.group = line.substr(second + 1);
            }
        }
    }
    return trees;
}

fs::path memoryFile(const fs::path& group, std::string_view what) {
    return group / ("memory." + std::string(what));
}

/// What the group and all above it leave. Their file pages count as used but give way.
std::optional<std::int64_t> leftByGroups(const GroupTree& tree) {
    std::optional<std::int64_t> left;
    fs::path below = fs::path(tree.group).relative_path();
    if (!fs::exists(tree.mount / below)) {
        below.clear(); // in a container the mount may begin at our own group, whatever its name outside is
    }
    for (;;) {
        const fs::path group = tree.mount / below;
        const auto limit = numberIn(memoryFile(group, tree.limit));
        const auto usage = numberIn(memoryFile(group, tree.usage));
        if (limit && usage) {
            std::int64_t cached = 0;
            for (const std::string_view name : tree.fileCache) {
                cached += numberNamed(memoryFile(group, "stat"), name).value_or(0);
            }
            const std::int64_t here = std::max<std::int64_t>(*limit - *usage + std::min(cached, *usage), 1);
            left = std::min(left.value_or(here), here);
        }
        if (below.empty()) {
            return left;
        }
        below = below.parent_path();
    }
}

void bound(FreeMemory& memory, std::optional<std::int64_t> bytes, const char* by) {
    if (bytes && *bytes < memory.residentBytes) {
        memory.residentBytes = *bytes;
        memory.boundBy = by;
    }
}

/// What a resource limit leaves; at least one byte, so that "nothing" differs from "unlimited".
std::int64_t leftOf(int resource, const char* used) {
    rlimit limit{};
    if (::getrlimit(static_cast<__rlimit_resource>(resource), &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return kUnlimitedBytes;
    }
    const auto most = static_cast<std::int64_t>(std::min<rlim_t>(limit.rlim_cur, kUnlimitedBytes));
    return std::max<std::int64_t>(most - kibibytesNamed("/proc/self/status", used).value_or(0), 1);
}

} // namespace

FreeMemory readFreeMemory(const fs::path& root) {
    FreeMemory memory;
    bound(memory, kibibytesNamed(root / "proc/meminfo", "MemAvailable:"), "the free memory");
    for (const GroupTree& tree : groupTrees(root)) {
        bound(memory, leftByGroups(tree), "the limit of the control group");
    }
    if (root == "/") {
        memory.writableBytes = leftOf(RLIMIT_DATA, "VmData:");
        memory.addressBytes = leftOf(RLIMIT_AS, "VmSize:");
    }
    return memory;
}

FreeMemory limited(FreeMemory memory, std::int64_t limit) {
    if (limit > 0) {
        bound(memory, limit, "the chosen limit");
    }
    return memory;
}

std::int64_t availableMemoryBytes() {
    const std::int64_t bytes = readFreeMemory().residentBytes;
    return bytes == kUnlimitedBytes ? 0 : bytes;
}

std::int64_t heldPrivateBytes() {
    return kibibytesNamed("/proc/self/status", "RssAnon:").value_or(0);
}

std::int64_t peakMemoryBytes() {
    return kibibytesNamed("/proc/self/status", "VmHWM:").value_or(0);
}

void returnFreedMemory() {
#if defined(__GLIBC__)
    ::malloc_trim(0);
#endif
}

} // namespace trutina::engine
