// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/export_item.h"

#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <algorithm>

namespace trutina::storage {

namespace {

bool isUtf8(const std::vector<Turn>& turns) {
    return std::none_of(turns.begin(), turns.end(), [](const Turn& turn) { return firstBadUtf8Byte(turn.content).has_value(); });
}

/// A project made by another program may hold texts that no JSON file can.
bool isUtf8(const ItemRecord& item, const std::vector<VoteRecord>& votes) {
    const bool areTurns =
        isUtf8(item.prompt) && std::all_of(item.candidates.begin(), item.candidates.end(), [](const CandidateRecord& candidate) {
            return isUtf8(candidate.turns) && !firstBadUtf8Byte(candidate.name);
        });
    return areTurns && !firstBadUtf8Byte(item.externalId) && !firstBadUtf8Byte(item.note) && !firstBadUtf8Byte(item.meta) &&
           !firstBadUtf8Byte(item.source) &&
           std::none_of(item.tags.begin(), item.tags.end(),
                        [](const std::string& tag) { return firstBadUtf8Byte(tag).has_value(); }) &&
           std::none_of(votes.begin(), votes.end(), [](const VoteRecord& vote) {
               return firstBadUtf8Byte(vote.note) || firstBadUtf8Byte(vote.reason) || firstBadUtf8Byte(vote.annotatorName);
           });
}

} // namespace

void forEachExportItem(const Project& project, ExportLedger& ledger, const std::stop_token& stop,
                       const std::function<void(const ExportItem& item)>& visit) {
    const auto stopIfAsked = [&stop] {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
    };
    const bool isMeasured = project.hasMeasurements();
    project.forEachItem(
        [&](const ItemRecord& item, const std::vector<VoteRecord>& current) {
            stopIfAsked();
            ++ledger.report.read;
            ledger.votes += static_cast<std::int64_t>(current.size());
            if (!isUtf8(item, current)) {
                ledger.leaveOut(item.number, "text.not_utf8", "A text of the item is not UTF-8.");
                return;
            }
            const auto measurements = isMeasured ? project.measurements(item.id) : std::vector<MeasurementRecord>();
            const auto byId = [](const VoteRecord& a, const VoteRecord& b) { return a.id < b.id; };
            if (std::ranges::is_sorted(current, byId)) {
                visit({item, current, measurements});
                return;
            }
            std::vector<VoteRecord> votes = current;
            std::ranges::sort(votes, byId);
            visit({item, votes, measurements});
        },
        stop);
    stopIfAsked();
}

} // namespace trutina::storage
