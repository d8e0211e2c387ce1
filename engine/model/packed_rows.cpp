// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/packed_rows.h"

#include "engine/model/row_limits.h"

#include <utility>

namespace trutina::engine {

namespace {

/// A trunk of so many rows fills matrix products well enough by itself.
constexpr std::int64_t kLargeTrunk = 512;

} // namespace

std::vector<Segment> segmentsOf(const PackedRows& packed) {
    std::vector<Segment> segments;
    std::int64_t row = 0;
    const auto add = [&](std::size_t tree, bool isTrunk, std::int64_t rows, std::int64_t first, bool kept) {
        segments.push_back({tree, isTrunk, {row, row + rows}, first, kept});
        row += rows;
    };
    for (std::size_t i = 0; i < packed.trees.size(); ++i) {
        const PackedTree& tree = packed.trees[i];
        const std::int64_t begin = rowsOf(tree.prefix);
        if (tree.trunk > 0) {
            add(i, true, tree.trunk, begin, tree.keepTrunk);
        }
        for (const std::int64_t rows : tree.branches) {
            add(i, false, rows, begin + tree.trunk, tree.keepBranches);
        }
    }
    return segments;
}

std::vector<Segment> narrowedToWanted(std::vector<Segment> segments, const PackedRows& packed) {
    std::vector<Segment> narrowed;
    for (Segment& segment : segments) {
        const PackedTree& tree = packed.trees[segment.tree];
        if (tree.wanted == PackedTree::Wanted::LastOfBranch) {
            segment.active = segment.isTrunk ? Segment::Active::None : Segment::Active::Last;
        } else if (tree.wanted == PackedTree::Wanted::BranchRows && segment.isTrunk) {
            segment.active = Segment::Active::None;
        }
        // A trunk's keys are needed by its branches; one without branches only where they are kept.
        if (segment.activeRows() > 0 || segment.kept || !tree.branches.empty()) {
            narrowed.push_back(std::move(segment));
        }
    }
    return narrowed;
}

std::vector<std::vector<Segment>> packsOf(const std::vector<Segment>& segments, const PackLimits& limits) {
    std::vector<std::vector<Segment>> packs;
    std::int64_t rows = 0;
    std::int64_t branches = 0;
    for (const Segment& segment : segments) {
        const bool large = segment.isTrunk && segment.rows.size() >= kLargeTrunk;
        const bool afterLarge = !packs.empty() && packs.back().back().isTrunk && packs.back().back().rows.size() >= kLargeTrunk;
        const bool crowded = !segment.isTrunk && limits.parallelBranches > 0 && branches >= limits.parallelBranches;
        const bool apart = !packs.empty() && packs.back().back().rows.end != segment.rows.begin;
        if (packs.empty() || large || afterLarge || crowded || apart || rows + segment.rows.size() > kRowsPerPack) {
            packs.emplace_back();
            rows = 0;
            branches = 0;
        }
        packs.back().push_back(segment);
        rows += segment.rows.size();
        branches += segment.isTrunk ? 0 : 1;
    }
    return packs;
}

ModelCost::Rows costRows(const std::vector<Segment>& segments, const std::vector<RowRange>& imageRows) {
    ModelCost::Rows rows;
    for (const Segment& segment : segments) {
        const auto active = segment.activeRows();
        rows.all += segment.rows.size();
        rows.allImage += totalRows(rangesWithin(imageRows, segment.rows));
        rows.active += active;
        rows.activeImage += totalRows(rangesWithin(imageRows, segment.activeRange()));
        rows.keys += causalKeys(segment.first + segment.rows.size() - active, active);
    }
    return rows;
}

} // namespace trutina::engine
