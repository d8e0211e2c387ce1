// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_range.h"

#include <cstdint>
#include <vector>

namespace trutina::engine {

/// Sequences that begin alike and lie one after another: the shared rows, then each one's own.
struct RowTree {
    RowRange trunk;                 ///< may be empty
    std::vector<RowRange> branches; ///< at least one row each
};

/// The rows of one micro-batch on their way through the decoder.
struct PairRows {
    std::vector<RowTree> trees;           ///< one per pair: the chosen branch first; one per sequence where nothing is shared
    std::vector<std::int64_t> positions;  ///< of each row in its sequence
    std::vector<std::int64_t> imageRows;  ///< ascending
    std::vector<std::int64_t> scoredRows; ///< the last row of each branch, in order
    std::int64_t longest = 0;             ///< length of the longest sequence
};

} // namespace trutina::engine
