// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_ledger.h"
#include "storage/formats/transfer.h"

#include <string>
#include <vector>

namespace trutina::storage {

/// "chosen is better than rejected", as one annotator said. Points into the item and the vote it was made from.
struct PreferencePair {
    const CandidateRecord* chosen = nullptr;
    const CandidateRecord* rejected = nullptr;
    const VoteRecord* vote = nullptr;
};

/// What a vote says in pairs; when it says nothing, the ledger gets the reason. Rules in docs/formats.md.
std::vector<PreferencePair> pairsOf(const ItemRecord& item, const VoteRecord& vote, TieRule ties, ExportLedger& ledger);

/// Whether two answers would look the same to a trainer: the same turns after trimming and the same media.
bool looksIdentical(const CandidateRecord& first, const CandidateRecord& second);

/// The rules of pairsOf in words.
std::vector<std::string> pairRules(TieRule ties);

} // namespace trutina::storage
