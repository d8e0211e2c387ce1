// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_range.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace trutina::engine {

/// Rows that some branches of a tree share beyond its trunk; they lie right before the first of these branches.
struct RowStem {
    RowRange rows; ///< may be empty
    std::size_t firstBranch = 0, endBranch = 0;
};

/// Sequences that begin alike and lie one after another: the shared rows, then each one's own, with what a few of them share
/// before these.
struct RowTree {
    RowRange trunk;                 ///< may be empty
    std::vector<RowRange> branches; ///< at least one row each
    std::vector<RowStem> stems;     ///< in the order of the branches, which they do not overlap in
};

/// A row, and the token that comes after it.
struct NextToken {
    std::int64_t row = 0, token = 0;
};

/// The rows of one micro-batch on their way through the decoder.
struct PairRows {
    std::vector<RowTree> trees;           ///< branches are chosen, rejected, ...; one tree per sequence where nothing is shared
    std::vector<std::int64_t> positions;  ///< of each row in its sequence
    std::vector<std::int64_t> imageRows;  ///< ascending
    std::vector<std::int64_t> scoredRows; ///< the last row of each branch, in order
    std::vector<NextToken> said;          ///< each token of the chosen answers, where it is wanted
    std::int64_t longest = 0;             ///< length of the longest sequence
};

} // namespace trutina::engine
