// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/table_source.h"

#include "storage/formats/import_source.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

constexpr std::size_t kBufferSize = std::size_t{256} << 10U;
/// More columns than any table of ours; a head of a million commas is no table.
constexpr std::size_t kMostColumns = 4096;

} // namespace

char TableSource::separatorOf(std::string_view start) {
    const std::string_view head = start.substr(0, start.find('\n'));
    const auto count = [head](char c) { return std::count(head.begin(), head.end(), c); };
    return count('\t') > count(',') && count('\t') > count(';') ? '\t' : count(';') > count(',') ? ';' : ',';
}

TableSource::TableSource(const std::filesystem::path& file, char separator, const SourceOptions& options)
    : m_folder(std::filesystem::absolute(file).parent_path()),
      m_stream(openImportSource(file)),
      m_separator(separator),
      m_longestRow(options.longestRecord),
      m_size(static_cast<std::int64_t>(std::filesystem::file_size(file))),
      m_buffer(kBufferSize) {
    auto head = readRow();
    if (!head) {
        return;
    }
    if (!head->cells.empty() && head->cells.front().starts_with("\xEF\xBB\xBF")) {
        head->cells.front().erase(0, 3);
    }
    if (!head->cells.empty() && (head->cells.front().starts_with("\xFF\xFE") || head->cells.front().starts_with("\xFE\xFF"))) {
        throw Failure("file.not_utf8", "The file is encoded as UTF-16 or UTF-32.", "Save it as UTF-8 and try again.");
    }
    if (head->isTooLong || !head->isClosed) {
        throw Failure("table.head", "The first row of the table names no columns.", "Name the columns in the first row.");
    }
    m_columns = std::move(head->cells);
    for (const std::string& column : m_columns) {
        if (firstBadUtf8Byte(column)) {
            throw Failure("file.not_utf8", "The names of the columns are not UTF-8.", "Save the table as UTF-8 and try again.");
        }
    }
}

int TableSource::get() {
    if (m_position == m_end) {
        m_stream.read(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
        m_position = 0;
        m_end = static_cast<std::size_t>(m_stream.gcount());
        if (m_stream.bad()) {
            throw Failure("file.read", "The file could not be read to its end.",
                          "Check the disk or the connection it lies on and try again.");
        }
        if (m_end == 0) {
            return -1;
        }
    }
    ++m_bytes;
    return static_cast<unsigned char>(m_buffer[m_position++]);
}

std::optional<TableSource::Row> TableSource::readRow() {
    Row row;
    row.line = m_line;
    row.cells.emplace_back();
    std::size_t size = 0;
    bool isQuoted = false;  // within quotation marks
    bool wasQuoted = false; // the last byte was a quotation mark within them
    bool isEmpty = true;
    for (int c = get();; c = get()) {
        if (c < 0) {
            row.isClosed = !isQuoted || wasQuoted;
            return isEmpty ? std::nullopt : std::optional(std::move(row));
        }
        isEmpty = false;
        m_line += c == '\n' ? 1 : 0;
        if (isQuoted && !wasQuoted) {
            if (c == '"') {
                wasQuoted = true;
                continue;
            }
        } else if (c == '"' && wasQuoted) {
            wasQuoted = false; // two of them are one
        } else if (c == '"' && row.cells.back().empty() && !isQuoted) {
            isQuoted = true;
            continue;
        } else if (c == static_cast<unsigned char>(m_separator)) {
            isQuoted = wasQuoted = false;
            if (!row.isTooLong && row.cells.size() < kMostColumns) {
                row.cells.emplace_back();
            } else {
                row.isTooLong = true;
            }
            continue;
        } else if (c == '\n') {
            if (!wasQuoted && !row.cells.back().empty() && row.cells.back().back() == '\r') {
                row.cells.back().pop_back();
            }
            return row;
        } else if (wasQuoted && c == '\r') {
            continue; // of the line end behind a closing quotation mark
        }
        if (++size > m_longestRow) {
            row.isTooLong = true;
            row.cells.assign(1, {}); // gives the memory back
            continue;
        }
        if (!row.isTooLong) {
            row.cells.back() += static_cast<char>(c);
        }
    }
}

std::optional<SourceRecord> TableSource::next() {
    while (auto row = readRow()) {
        if (row->cells.size() == 1 && row->cells.front().empty() && !row->isTooLong && m_columns.size() > 1) {
            continue; // an empty line
        }
        SourceRecord record;
        record.row = row->line;
        record.folder = m_folder;
        if (row->isTooLong) {
            record.error =
                Error{"row.too_long", "The row is longer than " + std::to_string(m_longestRow >> 20U) + " MiB.", {}, {}};
            return record;
        }
        if (!row->isClosed) {
            record.error = Error{"table.quotes",
                                 "A quotation mark is opened and not closed before the end of the file.",
                                 "Close it, or write two where the text holds one.",
                                 {}};
            return record;
        }
        if (row->cells.size() != m_columns.size()) {
            record.error = Error{"table.cells",
                                 "The row has " + std::to_string(row->cells.size()) + " cells, but the head names " +
                                     std::to_string(m_columns.size()) + " columns.",
                                 "Put texts with separators into quotation marks.",
                                 {}};
            return record;
        }
        record.value = nlohmann::json::object();
        for (std::size_t column = 0; column < m_columns.size(); ++column) {
            if (const auto bad = firstBadUtf8Byte(row->cells[column])) {
                record.error = Error{"row.not_utf8",
                                     "The cell of " + inQuotes(m_columns[column]) + " is not UTF-8.",
                                     "Save the file as UTF-8.",
                                     {}};
                return record;
            }
            record.value[m_columns[column]] = std::move(row->cells[column]);
        }
        return record;
    }
    return std::nullopt;
}

} // namespace trutina::storage
