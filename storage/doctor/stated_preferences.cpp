// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/stated_preferences.h"

#include <algorithm>

namespace trutina::storage {

std::vector<StatedPreference> statedPreferences(const ItemRecord& item, const std::vector<VoteRecord>& votes) {
    std::vector<StatedPreference> stated;
    for (const VoteRecord& vote : votes) {
        if (vote.decision != Decision::Winner || vote.kind != VoteKind::Vote) {
            continue;
        }
        const auto placeOf = [&vote](CandidateId id) {
            const auto& order = vote.ranking;
            const auto at = std::find(order.begin(), order.end(), id);
            return at != order.end() ? at - order.begin() : id == vote.winner ? -1 : static_cast<std::ptrdiff_t>(order.size());
        };
        for (const CandidateRecord& better : item.candidates) {
            for (const CandidateRecord& worse : item.candidates) {
                // Nothing is said about two answers that were both left out of a ranking.
                if (placeOf(better.id) < placeOf(worse.id)) {
                    stated.push_back({&better, &worse, &vote});
                }
            }
        }
    }
    return stated;
}

} // namespace trutina::storage
