// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/conversation_reader.h"

#include "storage/formats/conversation_record.h"
#include "storage/formats/json_access.h"
#include "storage/formats/transfer_notes.h"
#include "storage/repositories/checks.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trutina::storage {
FormatInfo ConversationReader::info() {
    return {"conversation",
            "Conversation records",
            "One JSON object a line: messages, media, candidates and notes; exported records carry the votes in meta.",
            true,
            true,
            {"jsonl", "ndjson"}};
}

bool ConversationReader::recognises(const FileProbe& probe) {
    return std::any_of(probe.records.begin(), probe.records.end(),
                       [](const nlohmann::json& record) { return listMember(record, "messages") != nullptr; });
}

ConversationReader::ConversationReader(const std::filesystem::path& file, const ReadingOptions& options)
    : m_name("import " + file.filename().string()),
      m_mediaFolder(options.mediaFolder),
      m_source(openRecords(file, {.parses = false})) {}

std::optional<NewItem> ConversationReader::next(TransferReport& report) {
    while (const auto source = m_source->next()) {
        ++report.read;
        try {
            if (source->error) {
                throw Failure(*source->error);
            }
            const std::string text = source->text.empty() && source->value.is_object() ? source->value.dump() : source->text;
            const ConversationRecord record =
                parseConversationRecord(text, m_mediaFolder.empty() ? source->folder : m_mediaFolder);
            requireMedia(record);
            NewItem item = itemOf(record);
            item.source = m_name;
            checkItem(item); // what a project refuses is this row's fault; it must not fail the whole import
            return item;
        } catch (const Failure& failure) {
            ++report.skipped;
            addNote(report, source->row, failure.error());
        }
    }
    return std::nullopt;
}

TransferProgress ConversationReader::progress() const {
    return m_source->progress();
}

} // namespace trutina::storage
