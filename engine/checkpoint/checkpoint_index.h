// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace trutina::engine {

/// Which shard holds which tensor, as an index file ("….index.json") says.
struct CheckpointIndex {
    std::vector<std::string> shards;            ///< file names beside the index, in order
    std::map<std::string, std::string> shardOf; ///< tensor name -> file name
};

/// Throws Failure "checkpoint.damaged". Shards must be plain file names: an index cannot point out of its folder.
[[nodiscard]] CheckpointIndex readCheckpointIndex(const std::filesystem::path& file);

} // namespace trutina::engine
