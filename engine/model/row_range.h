// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace trutina::engine {

/// A stretch of rows [begin, end).
struct RowRange {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    [[nodiscard]] std::int64_t size() const { return end - begin; }
    bool operator==(const RowRange&) const = default;
};

/// The parts of `ranges` inside `window`, counted from its begin.
inline std::vector<RowRange> rangesWithin(const std::vector<RowRange>& ranges, RowRange window) {
    std::vector<RowRange> inside;
    for (const RowRange& range : ranges) {
        const RowRange part{std::max(range.begin, window.begin), std::min(range.end, window.end)};
        if (part.begin < part.end) {
            inside.push_back({part.begin - window.begin, part.end - window.begin});
        }
    }
    return inside;
}

/// Appends a range, joining it with the last one where they touch.
inline void appendRange(std::vector<RowRange>& ranges, RowRange range) {
    if (range.begin == range.end) {
        return;
    }
    if (!ranges.empty() && ranges.back().end == range.begin) {
        ranges.back().end = range.end;
    } else {
        ranges.push_back(range);
    }
}

inline std::int64_t totalRows(const std::vector<RowRange>& ranges) {
    std::int64_t total = 0;
    for (const RowRange& range : ranges) {
        total += range.size();
    }
    return total;
}

} // namespace trutina::engine
