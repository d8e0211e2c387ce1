// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_ledger.h"
#include "storage/records/item.h"
#include "storage/records/measurement.h"
#include "storage/repositories/project.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace trutina::storage {

/// One item as it leaves the project.
struct ExportItem {
    const ItemRecord& item;
    const std::vector<VoteRecord>& votes; ///< current ones of all annotators, by id
    const std::vector<MeasurementRecord>& measurements;
};

/// Visits every item that can leave the project, in order of number. Items with texts that are not UTF-8 are noted and left out.
/// Throws Cancelled soon after a stop request.
void forEachExportItem(const Project& project, ExportLedger& ledger, const std::stop_token& stop,
                       const std::function<void(const ExportItem& item)>& visit);

} // namespace trutina::storage
