// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_item.h"
#include "storage/formats/export_ledger.h"
#include "storage/formats/preference_pairs.h"

#include <functional>
#include <string>
#include <vector>

namespace trutina::storage {

/// Which pairs of an item count, for whoever can hold what. Exports and our own training ask the same rules.
class PairSieve {
  public:
    /// What the taker can hold.
    struct Abilities {
        bool candidateMedia = false;
        bool videos = false;
        bool everyAnnotator = false; ///< the same pair once for each annotator who said so
        bool emptyPrompt = false;
    };
    using IsVideo = std::function<bool(const MediaRecord& media)>;
    using Take = std::function<void(const PreferencePair& pair)>;

    /// Of `options` the rules for judgements count. `isVideo` is asked only where videos cannot be held.
    PairSieve(Abilities abilities, ExportOptions options, IsVideo isVideo = {});

    /// Calls `take` for each pair that counts and counts it as written; what does not is noted with its reason. A Failure that
    /// `take` throws leaves out that pair alone, but for "disk.*", which is thrown on.
    void sift(const ExportItem& source, ExportLedger& ledger, const Take& take) const;

    /// In words.
    [[nodiscard]] std::vector<std::string> rules() const;

  private:
    void check(const ItemRecord& item, const PreferencePair& pair) const;

    Abilities m_abilities;
    ExportOptions m_options;
    IsVideo m_isVideo;
};

} // namespace trutina::storage
