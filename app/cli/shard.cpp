// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/shard.h"

#include <algorithm>
#include <charconv>

namespace trutina::cli {

namespace {

constexpr std::int64_t kMostShards = 1'000'000;

std::optional<std::int64_t> numberOf(std::string_view text) {
    std::int64_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && stop == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

} // namespace

std::optional<Shard> shardOf(std::string_view text) {
    const std::size_t bar = text.find('/');
    if (bar == std::string_view::npos) {
        return std::nullopt;
    }
    const auto number = numberOf(text.substr(0, bar));
    const auto count = numberOf(text.substr(bar + 1));
    if (!number || !count || *number < 1 || *number > *count || *count > kMostShards) {
        return std::nullopt;
    }
    return Shard{*number, *count};
}

RecordRange recordsOf(const Shard& shard, std::int64_t records, std::int64_t blockSize) {
    const std::int64_t blocks = (records + blockSize - 1) / blockSize;
    const auto firstBlock = [&](std::int64_t number) {
        return blocks / shard.count * number + blocks % shard.count * number / shard.count;
    };
    return {std::min(records, firstBlock(shard.number - 1) * blockSize), std::min(records, firstBlock(shard.number) * blockSize)};
}

} // namespace trutina::cli
