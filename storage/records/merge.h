// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace trutina::storage {

/// Something that two project files say differently. Nothing of it is lost; the sentence says where both are kept.
struct MergeConflict {
    /// "vote", "adjudication": both are kept, the later one is current. "withdrawn": current again. "wording": two items.
    /// "note": both in one note. "value": in the item's extra data. "removed": the item is back. "annotator": two people may
    /// have the same name. "setting": this project's own stays.
    std::string kind;
    int number = 0; ///< of the item in the project that was merged into; 0 when it is about no item
    std::string sentence;
};

/// What a merge did, or, as a dry run, would do.
struct MergeReport {
    std::filesystem::path source;
    std::int64_t itemsRead = 0;
    std::int64_t itemsAdded = 0;
    std::int64_t itemsMatched = 0; ///< were in the project already
    std::int64_t votesAdded = 0;   ///< with those that were replaced before
    std::int64_t votesChanged = 0; ///< items, annotators and criteria whose current vote is another one now, without new items
    std::int64_t votesLeft = 0;    ///< replaced votes on answers that were edited away; they stay in the source
    std::int64_t annotatorsAdded = 0;
    std::int64_t tagsAdded = 0;
    std::int64_t measurementsAdded = 0;
    std::int64_t mediaAdded = 0;
    std::int64_t mediaMissing = 0;        ///< pictures and videos that the source does not have or that were changed there
    std::vector<MergeConflict> conflicts; ///< the first kMostConflicts
    std::int64_t conflictsInAll = 0;
    bool hasChanged = false; ///< there is a step of the journal to undo
};
inline constexpr std::size_t kMostConflicts = 1000;

struct MergeProgress {
    std::int64_t done = 0;
    std::int64_t total = 0; ///< items, each looked at up to twice
};

} // namespace trutina::storage
