// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/memory.h"

#include <cstdint>
#include <filesystem>

namespace trutina::engine {

// The folder of the feature cache as a whole. It may vanish, and other processes may write into it, at any moment. Nothing
// throws.

/// trutina/features in the user's cache folder; empty where the user has none.
[[nodiscard]] std::filesystem::path defaultFeatureFolder();

/// Entries and their bytes; the budget is left at 0, for each model brings its own.
[[nodiscard]] CacheUse featureFolderUse(const std::filesystem::path& folder);

/// Removes every entry. Files of others stay.
void clearFeatureFolder(const std::filesystem::path& folder);

/// Removes entries, least recently used first, until no more than `bytes` are left, and what a killed process left half-written.
/// Returns the bytes that are left. A process that reads a removed entry keeps it until it has read it.
std::int64_t shrinkFeatureFolder(const std::filesystem::path& folder, std::int64_t bytes);

} // namespace trutina::engine
