// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/item_writers.h"
#include "storage/records/error.h"

namespace trutina::storage {

void ItemWriter::writeItem(const ExportItem& item) {
    try {
        check(item);
        m_target.media.require(item.item.media);
        for (const CandidateRecord& candidate : item.item.candidates) {
            m_target.media.require(candidate.media);
        }
        m_target.ledger.report.written += write(item);
    } catch (const Failure& failure) {
        // A full disk ends the export; everything else concerns this item alone.
        if (failure.error().code.starts_with("disk.")) {
            throw;
        }
        m_target.ledger.leaveOut(item.item.number, failure.error());
    }
}

std::vector<std::string> ItemWriter::commonRules() {
    return {"An item whose media are missing (`media.not_found`) or were changed since they were added (`media.changed`) is left "
            "out."};
}

} // namespace trutina::storage
