// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/repositories/merge_item.h"

#include <string>
#include <utility>
#include <vector>

namespace trutina::storage {

// How two files' words about the same item become one. Each is a union: the order of the files does not matter, nor how often
// one is merged, and nothing gets lost.

/// Both notes; parts that they share come once. Several parts stand in alphabetical order with a line between them.
[[nodiscard]] std::string mergedNote(const std::string& first, const std::string& second);

/// What an item says about itself, but for what was judged.
struct ItemAbout {
    std::string externalId;
    std::string source;
    std::string meta;                                       ///< a JSON object
    std::vector<std::pair<std::string, std::string>> names; ///< of answers: digest and name; equal answers by position
    bool operator==(const ItemAbout&) const = default;
};
[[nodiscard]] ItemAbout aboutOf(const MergeItem& item);

/// The union of two, in the order of the first's names. Of values that differ the one that is last in alphabetical order is
/// used, and all are kept in meta under "merged_values". An empty value gives way. `differing` gets the names of values that
/// differ, without those that were known to.
[[nodiscard]] ItemAbout mergedAbout(const ItemAbout& first, const ItemAbout& second, std::vector<std::string>& differing);

} // namespace trutina::storage
