// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/key_values.h"
#include "engine/model/model_cost.h"
#include "engine/model/row_range.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <vector>

namespace trutina::engine {

/// Sequences that begin alike: a kept beginning, whose rows are not computed any more, a trunk that goes on where it ends, and
/// one branch for each sequence that goes on where the trunk ends. Each of the three may be empty, but not all: a sequence alone
/// is one branch, a beginning that is only to be kept is a trunk.
struct PackedTree {
    KeptPrefix prefix;
    std::int64_t trunk = 0;             ///< rows shared by all branches
    std::vector<std::int64_t> branches; ///< rows of each branch, at least one
    double rotaryBase = 0;
    bool keepTrunk = false; ///< return keys and values of the trunk
    bool keepBranches = false;
    /// Which rows' final states are wanted. LastOfBranch: one per branch. BranchRows: every row of every branch. All: the trunk's
    /// too.
    enum class Wanted { LastOfBranch, BranchRows, All } wanted = Wanted::LastOfBranch;
};

/// Independent trees, packed into one matrix of rows: tree by tree, first the trunk, then the branches.
struct PackedRows {
    at::Tensor embeddings; ///< [rows, hidden] float32, whatever the compute type; used as working memory
    std::vector<PackedTree> trees;
    std::vector<RowRange> imageRows; ///< rows at image positions, ascending
    /// The same bits for a row whatever else is computed with it, and wherever its sequence is cut into prefix, trunk and branch.
    bool strict = false;
};

/// What a memory plan allows.
struct PackLimits {
    std::int64_t parallelBranches = 0; ///< that go through a layer together; 0: as many as there are
    std::int64_t rowsAtOnce = 512;     ///< rows that go through the linear maps together
};

/// A trunk or a branch among packed rows.
struct Segment {
    std::size_t tree = 0;
    bool isTrunk = false;
    RowRange rows;          ///< in the packed matrix
    std::int64_t first = 0; ///< position of its first row
    bool kept = false;      ///< its keys and values are to be returned
    /// Rows whose output is computed; keys and values are computed for all.
    enum class Active { None, Last, All } active = Active::All;
    [[nodiscard]] std::int64_t activeRows() const { return active == Active::All ? rows.size() : active == Active::Last ? 1 : 0; }
    [[nodiscard]] RowRange activeRange() const { return {rows.end - activeRows(), rows.end}; }
};

[[nodiscard]] std::vector<Segment> segmentsOf(const PackedRows& packed);
/// The segments as the last layer sees them: active where a final state is wanted. What is neither read nor kept is left out.
[[nodiscard]] std::vector<Segment> narrowedToWanted(std::vector<Segment> segments, const PackedRows& packed);
/// Neighbours that go through a layer together. A large trunk goes alone, so that its branches come when its queries are gone.
[[nodiscard]] std::vector<std::vector<Segment>> packsOf(const std::vector<Segment>& segments, const PackLimits& limits);
[[nodiscard]] ModelCost::Rows costRows(const std::vector<Segment>& segments, const std::vector<RowRange>& imageRows);

} // namespace trutina::engine
