// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <filesystem>
#include <string>

namespace trutina::storage {

struct ProjectInfo {
    std::filesystem::path file; ///< NAME.trutina
    std::filesystem::path mediaFolder;
    std::string name;
    std::string uuid;
    MediaPolicy mediaPolicy = MediaPolicy::Copy;
    int schemaVersion = 0;
    ItemCounts counts;
    std::string annotator;
    bool readOnly = false;
};

/// What undo and redo would do next, in words for a menu ("vote on item 12"); empty when there is nothing.
struct JournalState {
    std::string undoText;
    std::string redoText;
    ItemId undoItem; ///< the item to go to after an undo; none when the action concerns no single item
    ItemId redoItem;
};

/// One user action as the journal keeps it.
struct JournalEntry {
    JournalId id;
    std::string action;  ///< "vote", "item.add", "item.note", …
    std::string summary; ///< in words
    ItemId item;
    std::int64_t createdAtMilliseconds = 0;
    bool undone = false;
};

} // namespace trutina::storage
