// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/conversation_reader.h"

#include "storage/formats/conversation_record.h"
#include "storage/formats/import_source.h"
#include "storage/formats/transfer_notes.h"
#include "storage/repositories/checks.h"

#include <nlohmann/json.hpp>

#include <string>

namespace trutina::storage {
namespace {

constexpr int kLinesToRecognise = 20;
constexpr std::size_t kLongestLineToRecognise = std::size_t{1} << 20U;

} // namespace

FormatInfo ConversationReader::info() {
    return {"conversation",
            "Conversation records",
            "One JSON object a line: messages, media, candidates and notes; exported records carry the votes in meta.",
            true,
            true,
            {"jsonl", "ndjson"}};
}

bool ConversationReader::recognises(const std::filesystem::path& file) {
    std::ifstream stream = openImportSource(file);
    LineReader lines(stream, kLongestLineToRecognise);
    for (int count = 0; count < kLinesToRecognise && lines.next(); ++count) {
        const auto value = nlohmann::json::parse(lines.line(), nullptr, false);
        if (value.is_object() && value.contains("messages") && value["messages"].is_array()) {
            return true;
        }
    }
    return false;
}

ConversationReader::ConversationReader(const std::filesystem::path& file)
    : m_directory(std::filesystem::absolute(file).parent_path()),
      m_source("import " + file.filename().string()),
      m_stream(openImportSource(file)),
      m_lines(m_stream),
      m_size(static_cast<std::int64_t>(std::filesystem::file_size(file))) {}

std::optional<NewItem> ConversationReader::next(TransferReport& report) {
    while (m_lines.next()) {
        ++report.read;
        if (m_lines.isTooLong()) {
            addNote(report, m_lines.number(), "row.too_long",
                    "The line is longer than " + std::to_string(LineReader::kLongestLine >> 20U) + " MiB.");
            continue;
        }
        try {
            const ConversationRecord record = parseConversationRecord(m_lines.line(), m_directory);
            requireMedia(record);
            NewItem item = itemOf(record);
            item.source = m_source;
            checkItem(item); // what a project refuses is this row's fault; it must not fail the whole import
            return item;
        } catch (const Failure& failure) {
            addNote(report, m_lines.number(), failure.error());
        }
    }
    return std::nullopt;
}

TransferProgress ConversationReader::progress() const {
    return {m_lines.bytesRead(), m_size};
}

} // namespace trutina::storage
