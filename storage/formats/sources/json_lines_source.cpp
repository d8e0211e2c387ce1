// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/json_lines_source.h"

#include "storage/formats/import_source.h"
#include "storage/formats/json_access.h"

namespace trutina::storage {

JsonLinesSource::JsonLinesSource(const std::filesystem::path& file, const SourceOptions& options)
    : m_folder(std::filesystem::absolute(file).parent_path()),
      m_stream(openImportSource(file)),
      m_options(options),
      m_lines(m_stream, options.longestRecord),
      m_size(static_cast<std::int64_t>(std::filesystem::file_size(file))) {}

std::optional<SourceRecord> JsonLinesSource::next() {
    if (!m_lines.next()) {
        return std::nullopt;
    }
    SourceRecord record;
    record.row = m_lines.number();
    record.folder = m_folder;
    if (m_lines.isTooLong()) {
        record.error =
            Error{"row.too_long", "The line is longer than " + std::to_string(m_options.longestRecord >> 20U) + " MiB.", {}, {}};
        return record;
    }
    try {
        if (m_options.parses) {
            record.value = parseObject(m_lines.line());
        }
        record.text = m_lines.line();
    } catch (const Failure& failure) {
        record.error = failure.error();
    }
    return record;
}

TransferProgress JsonLinesSource::progress() const {
    return {m_lines.bytesRead(), m_size};
}

} // namespace trutina::storage
