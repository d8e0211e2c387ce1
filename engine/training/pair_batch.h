// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/scoring/sequence.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/training/pair_rows.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace trutina::engine {

/// The pairs of one micro-batch as token sequences, packed. Torch-free.
struct PairBatch {
    /// A stretch of rows: token ids, or a part of one medium.
    struct Piece {
        std::vector<std::int64_t> ids; ///< empty for a medium
        int slot = -1;
        std::int64_t first = 0, count = 0; ///< which of the medium's tokens
    };
    PairRows rows;
    std::vector<Piece> pieces;        ///< in the order of the rows
    std::vector<std::size_t> pairs;   ///< which pairs take part
    std::vector<std::size_t> skipped; ///< which have become equal by truncation: no gradient could tell them apart
};

/// Where a medium is kept, and its number of tokens.
using TrainingPlacer = std::function<MediaPlace(const MediaInput& media)>;

/// Chat template with trimmed texts, interleaving, truncation and packing (specification 8.1): what the two sequences of a pair
/// share stands once, and so does what neighbours about the same media share, unless `shares` is false: then each sequence stands
/// for itself. `says`: what the chosen answers say is wanted, too. Throws what `place` throws.
[[nodiscard]] PairBatch packPairs(const Tokenizer& tokenizer, const std::vector<PreferencePair>& pairs, int maxLength,
                                  const TrainingPlacer& place, bool shares, bool says);

} // namespace trutina::engine
