// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_ledger.h"
#include "storage/formats/export_writer.h"
#include "storage/formats/transfer.h"

#include <string>
#include <vector>

namespace trutina::storage {

/// "chosen is better than rejected". Points into the item and the vote it was made from.
struct PreferencePair {
    const CandidateRecord* chosen = nullptr;
    const CandidateRecord* rejected = nullptr;
    const VoteRecord* vote = nullptr; ///< null when nobody said so: it follows from scores or from a correction
    double margin = 1;
};

/// What the judgements of an item say in pairs, by the rules of the export; what is left out goes into the ledger with its
/// reason. Rules in docs/formats.md.
std::vector<PreferencePair> pairsOf(const ExportItem& item, const ExportOptions& options, ExportLedger& ledger);

/// Whether the rules let a vote on the item count; otherwise the ledger gets the reason.
bool counts(const ExportItem& item, const VoteRecord& vote, const PairRules& rules, ExportLedger& ledger);

/// Whether two answers would look the same to a trainer: the same turns after trimming and the same media.
bool looksIdentical(const CandidateRecord& first, const CandidateRecord& second);

/// The rules of pairsOf in words.
std::vector<std::string> pairRules(const ExportOptions& options);

} // namespace trutina::storage
