// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/agreement.h"
#include "storage/records/ids.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trutina::contracts {

/// Two annotators and the items that both judged.
struct AnnotatorPair {
    std::string first, second;
    std::int64_t overlap = 0;  ///< items
    std::int64_t same = 0;     ///< of these with the same judgement
    engine::Coefficient kappa; ///< Cohen's
};

/// Agreement by one criterion, over all items or those with one tag.
///
/// Labels are the place of the best answer (in the order in which the answers were added, whatever was shown), tie and all bad;
/// skipped items and adjudications do not count. Strength is that of items with two answers: from much better for the first
/// over the tie to much better for the second, in seven steps.
struct AgreementTable {
    std::string criterion;
    std::string tag;                    ///< empty: all items
    std::int64_t judged = 0;            ///< items with a judgement
    std::int64_t judgedTwice = 0;       ///< by two annotators at least
    std::int64_t disagreeing = 0;       ///< of these with different labels
    std::optional<double> rawAgreement; ///< share of pairs of annotators with the same label, averaged over items
    engine::Coefficient fleissKappa;
    engine::Coefficient alpha;         ///< Krippendorff's, nominal, of labels
    engine::Coefficient ordinalAlpha;  ///< of strength
    engine::Coefficient intervalAlpha; ///< of strength
    std::vector<AnnotatorPair> pairs;  ///< those with an overlap, largest first
};

struct DisagreedItem {
    storage::ItemId item;
    int number = 0;
    bool isSettled = false; ///< there is an adjudication
};

struct AgreementReport {
    std::vector<AgreementTable> tables; ///< by criterion: all items, then each tag by name
    std::vector<DisagreedItem> items;   ///< on which annotators disagree by some criterion, by number
    std::int64_t tagsLeftOut = 0;       ///< beyond the first kMostTags
};
inline constexpr std::size_t kMostTags = 200;

} // namespace trutina::contracts
