// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/media_presence.h"
#include "storage/records/item.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// One line of the record format that scoring and import share (docs/formats.md). Knows no project and no engine.
struct ConversationRecord {
    std::string id;             ///< as text; empty without one
    std::string idJson;         ///< as it stood in the line ("12", "\"q1\""), to be echoed; "null" without one
    std::vector<Turn> messages; ///< without candidates: a whole conversation
    std::vector<NewMedia> media;
    std::vector<NewCandidate> candidates;
    std::vector<std::string> tags;
    std::string meta = "{}"; ///< the text of the JSON object, as it stood
    bool operator==(const ConversationRecord&) const = default;
};

/// Parses one line. Relative media paths are joined to `baseDirectory`; whether the files exist is not looked at.
/// Throws Failure: "row.not_utf8", "row.not_json", "row.too_deep", "record.not_an_object", "record.wrong_type",
/// "record.no_messages", "record.no_candidates", "conversation.role", "media.path". `messages` must be there but may be empty: a
/// conversation without turns can be scored (specification 1.5). Every candidate has a turn.
ConversationRecord parseConversationRecord(std::string_view line, const std::filesystem::path& baseDirectory);

/// The id of a line that parseConversationRecord refuses, as JSON, when it can be told; otherwise "null".
std::string conversationRecordIdJson(std::string_view line);

/// The same as one line without its end. Media paths are written as they are; texts must be UTF-8.
std::string conversationRecordLine(const ConversationRecord& record);

/// Makes sure that every medium of the record is a file that can be read, or a folder that is named as a video where those are
/// allowed. Throws Failure "media.not_found", "media.not_a_file", "media.not_readable".
void requireMedia(const ConversationRecord& record, FrameFolders folders = FrameFolders::Refused);

/// The record as an item of a project: without candidates, the last assistant turn becomes the one candidate.
/// Throws Failure "record.no_answer", "record.too_many_candidates".
NewItem itemOf(const ConversationRecord& record);

/// An item as a record. Media paths stay absolute.
ConversationRecord recordOf(const ItemRecord& item);

} // namespace trutina::storage
