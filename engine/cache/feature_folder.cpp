// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cache/feature_folder.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace trutina::engine {

namespace {

/// Writing takes seconds at most: what is older was left by a process that was killed.
constexpr std::int64_t kAbandonedSeconds = 600;

struct Entry {
    std::filesystem::path file;
    std::int64_t bytes = 0;
    std::pair<std::int64_t, std::int64_t> used{}; ///< seconds and nanoseconds
    bool isWhole = true;
};

std::vector<Entry> entriesOf(const std::filesystem::path& folder) {
    std::vector<Entry> entries;
    std::error_code error;
    if (folder.empty()) {
        return entries;
    }
    // Stepped by hand: the range form throws when the folder vanishes meanwhile.
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        const bool isPart = name.find(".features.") != std::string::npos && name.ends_with(".part");
        struct stat status {};
        if ((!isPart && !name.ends_with(".features")) || ::lstat(it->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
            continue;
        }
        entries.push_back({it->path(), status.st_size, {status.st_mtim.tv_sec, status.st_mtim.tv_nsec}, !isPart});
    }
    return entries;
}

bool removed(const Entry& entry) {
    std::error_code error;
    std::filesystem::remove(entry.file, error);
    return !error; // gone already is as good
}

} // namespace

std::filesystem::path defaultFeatureFolder() {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    if (cache != nullptr && std::filesystem::path(cache).is_absolute()) {
        return std::filesystem::path(cache) / "trutina" / "features";
    }
    const char* home = std::getenv("HOME");
    return home != nullptr && *home != '\0' ? std::filesystem::path(home) / ".cache" / "trutina" / "features"
                                            : std::filesystem::path();
}

CacheUse featureFolderUse(const std::filesystem::path& folder) {
    CacheUse use;
    for (const Entry& entry : entriesOf(folder)) {
        use.bytes += entry.bytes;
        use.entries += entry.isWhole ? 1 : 0;
    }
    return use;
}

void clearFeatureFolder(const std::filesystem::path& folder) {
    for (const Entry& entry : entriesOf(folder)) {
        (void)removed(entry);
    }
}

std::int64_t shrinkFeatureFolder(const std::filesystem::path& folder, std::int64_t bytes) {
    auto entries = entriesOf(folder);
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
    std::int64_t total = 0;
    for (const Entry& entry : entries) {
        total += entry.bytes;
    }
    const auto now = static_cast<std::int64_t>(std::time(nullptr));
    for (const Entry& entry : entries) {
        const bool goes = entry.isWhole ? total > bytes : entry.used.first + kAbandonedSeconds < now;
        if (goes && removed(entry)) {
            total -= entry.bytes;
        }
    }
    return total;
}

} // namespace trutina::engine
