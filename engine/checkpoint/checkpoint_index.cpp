// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/checkpoint_index.h"

#include "engine/checkpoint/checkpoint_failure.h"
#include "engine/checkpoint/mapped_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace trutina::engine {

namespace {

constexpr std::size_t kLongestIndex = std::size_t{4} << 20;

[[nodiscard]] bool isPlainFileName(const std::string& name) {
    return !name.empty() && name != "." && name != ".." &&
           std::ranges::all_of(name, [](char c) { return c >= ' ' && c <= '~' && c != '/' && c != '\\'; });
}

} // namespace

CheckpointIndex readCheckpointIndex(const std::filesystem::path& file) {
    const std::string fileName = file.filename().string();
    const MappedFile mapped(file);
    if (mapped.bytes().size() > kLongestIndex) {
        refuseDamaged(fileName, "it is longer than 4 MiB");
    }
    const auto* text = reinterpret_cast<const char*>(mapped.bytes().data());
    const auto json = nlohmann::json::parse(text, text + mapped.bytes().size(), nullptr, false);
    if (json.is_discarded()) {
        refuseDamaged(fileName, "it is not valid JSON");
    }
    const auto map = json.is_object() ? json.find("weight_map") : json.end();
    if (!json.is_object() || map == json.end() || !map->is_object() || map->empty()) {
        refuseDamaged(fileName, "it has no 'weight_map'");
    }
    CheckpointIndex index;
    std::set<std::string> shards;
    for (const auto& [tensor, shard] : map->items()) {
        if (!shard.is_string()) {
            refuseDamaged(fileName, "the shard of tensor " + quotedText(tensor) + " is not a text");
        }
        const auto& name = shard.get_ref<const std::string&>();
        if (!isPlainFileName(name)) {
            refuseDamaged(fileName, "the shard " + quotedText(name) + " of tensor " + quotedText(tensor) +
                                        " is not a file name in the model folder");
        }
        shards.insert(name);
        index.shardOf.emplace(tensor, name);
    }
    index.shards.assign(shards.begin(), shards.end());
    return index;
}

} // namespace trutina::engine
