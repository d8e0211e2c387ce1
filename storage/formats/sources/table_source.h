// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/sources/record_source.h"

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// A table after RFC 4180, also with tabs or semicolons and bare line feeds. The first record names the columns; every other one
/// becomes an object of texts, kept byte for byte. A row with another number of cells than the head is given with its error.
class TableSource : public RecordSource {
  public:
    TableSource(const std::filesystem::path& file, char separator, const SourceOptions& options = {});

    /// The separator that the head of a .csv file uses most: a comma, a semicolon or a tab.
    static char separatorOf(std::string_view start);

    std::optional<SourceRecord> next() override;
    [[nodiscard]] TransferProgress progress() const override { return {m_bytes, m_size}; }
    [[nodiscard]] SourceKind kind() const override { return SourceKind::Table; }
    [[nodiscard]] std::vector<std::string> columns() const override { return m_columns; }

  private:
    struct Row {
        std::vector<std::string> cells;
        std::int64_t line = 0; ///< where it begins
        bool isTooLong = false;
        bool isClosed = true; ///< no quotation mark was left open
    };

    int get(); ///< the next byte, -1 at the end
    std::optional<Row> readRow();

    std::filesystem::path m_folder;
    std::ifstream m_stream;
    char m_separator;
    std::size_t m_longestRow;
    std::int64_t m_size;
    std::vector<char> m_buffer;
    std::size_t m_position = 0;
    std::size_t m_end = 0;
    std::int64_t m_bytes = 0;
    std::int64_t m_line = 1;
    std::vector<std::string> m_columns;
};

} // namespace trutina::storage
