// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/line_reader.h"
#include "storage/formats/sources/record_source.h"

#include <fstream>

namespace trutina::storage {

/// One JSON object a line. A line that is longer than 64 MiB, damaged or nested too deeply is given with its error.
class JsonLinesSource : public RecordSource {
  public:
    explicit JsonLinesSource(const std::filesystem::path& file, const SourceOptions& options = {});

    std::optional<SourceRecord> next() override;
    [[nodiscard]] TransferProgress progress() const override;
    [[nodiscard]] SourceKind kind() const override { return SourceKind::JsonLines; }

  private:
    std::filesystem::path m_folder;
    std::ifstream m_stream;
    SourceOptions m_options;
    LineReader m_lines;
    std::int64_t m_size;
};

} // namespace trutina::storage
