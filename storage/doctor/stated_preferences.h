// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/doctor/check.h"

#include <cstdint>
#include <vector>

namespace trutina::storage {

/// "this answer is better than that one", by one annotator on one criterion. Points into the item.
struct StatedPreference {
    const CandidateRecord* better = nullptr;
    const CandidateRecord* worse = nullptr;
    const VoteRecord* vote = nullptr;
};

/// What the votes of an item say in pairs: the winner is better than each other answer, a ranked answer than those below it.
/// Ties, skips and adjudications say nothing here.
[[nodiscard]] std::vector<StatedPreference> statedPreferences(const ItemRecord& item, const std::vector<VoteRecord>& votes);

} // namespace trutina::storage
