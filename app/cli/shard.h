// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace trutina::cli {

/// One of several parts of an input that are worked through apart, perhaps on several machines. Parts are neighbouring records,
/// in order, and of whole blocks, so that their outputs one after another are the output of the whole.
struct Shard {
    std::int64_t number = 1; ///< 1..count
    std::int64_t count = 1;
    bool operator==(const Shard&) const = default;
};

/// "2/4", or nothing when it is no such thing.
[[nodiscard]] std::optional<Shard> shardOf(std::string_view text);

struct RecordRange {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    bool operator==(const RecordRange&) const = default;
};

/// The records of a shard. Shards differ by one block at most; one has none where there are more shards than blocks.
[[nodiscard]] RecordRange recordsOf(const Shard& shard, std::int64_t records, std::int64_t blockSize);

} // namespace trutina::cli
