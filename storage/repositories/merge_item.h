// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"
#include "storage/records/item.h"
#include "storage/repositories/media_repository.h"

#include <string>
#include <vector>

namespace trutina::storage {

/// A medium of an item that may come from another project file.
struct MergeMedia {
    MediaUse use; ///< in its own file
    std::string sha256;
};

struct MergeCandidate {
    CandidateId id;
    std::string uid; ///< sixteen bytes
    std::string name;
    std::vector<Turn> turns;
    std::vector<MergeMedia> media;
    std::string digest; ///< of turns and media; the same in every file
};

/// All of an item that two project files may have in common.
struct MergeItem {
    ItemId id;
    int number = 0;
    std::string uid; ///< sixteen bytes
    std::string externalId, meta, source, note;
    bool flagged = false;
    std::int64_t createdAt = 0;
    std::vector<Turn> prompt;
    std::vector<MergeMedia> media;
    std::vector<std::string> tags;
    std::vector<MergeCandidate> candidates; ///< by position
    /// Of what was judged: prompt, media and answers, whatever the order of these. Byte for byte: votes on other words are votes
    /// on something else.
    std::string fingerprint;
};

/// An item that is there; reads no media files.
[[nodiscard]] MergeItem loadMergeItem(Connection& connection, ItemId item);

} // namespace trutina::storage
