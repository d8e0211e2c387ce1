// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_item.h"
#include "storage/formats/training_pairs.h"
#include "storage/formats/transfer.h"

#include <stop_token>
#include <string>
#include <vector>

namespace trutina::storage {

struct PairReading {
    TieRule ties = TieRule::LeaveOut;
    double maxLengthRatio = 0; ///< as isTooMuchLonger()
};

/// The pairs that the votes of a project say, by the rules of the exports. Media stay where they are. What was left out is noted
/// in `report`, by the number of the item. Throws Cancelled soon after a stop request.
[[nodiscard]] TrainingPairSet readProjectPairs(const Project& project, const std::filesystem::path& file,
                                               const PairReading& reading, const std::stop_token& stop, TransferReport& report);

/// Makes pairs of items and votes, wherever these come from: the rules that readProjectPairs() and readRecordPairs() share.
class PairCollector {
  public:
    /// Called before a pair is taken; throws Failure where its media cannot be used.
    using RequireMedia = std::function<void(const ItemRecord& item)>;
    PairCollector(std::filesystem::path source, const PairReading& reading, RequireMedia require);

    void add(const ExportItem& item);
    [[nodiscard]] ExportLedger& ledger() { return m_ledger; }
    /// The set, and its notes added to a report.
    [[nodiscard]] TrainingPairSet finish(TransferReport& report);

  private:
    TrainingPairSet m_set;
    ExportLedger m_ledger;
    PairReading m_reading;
    RequireMedia m_require;
};

} // namespace trutina::storage
