// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/sources/record_source.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// One of several files that are read as one.
struct SourcePart {
    std::filesystem::path file;
    std::map<std::string, std::string> columns; ///< column → name that the format knows
};

/// Several files, one after the other. Rows are counted within each; errors name the file.
class ConcatenatedSource : public RecordSource {
  public:
    ConcatenatedSource(std::vector<SourcePart> parts, const SourceOptions& options);

    std::optional<SourceRecord> next() override;
    [[nodiscard]] TransferProgress progress() const override;
    [[nodiscard]] SourceKind kind() const override;
    [[nodiscard]] std::vector<std::string> columns() const override;

  private:
    std::vector<SourcePart> m_parts;
    SourceOptions m_options;
    std::size_t m_next = 0;
    std::unique_ptr<RecordSource> m_current;
    std::int64_t m_done = 0;
    std::int64_t m_total = 0;
};

/// The files of a mixture, "PATH NUMBER" on each line; none when the text is no mixture. Throws Failure "file.not_found".
std::vector<SourcePart> filesOfMixture(const std::filesystem::path& file, std::string_view start);

/// The preference sets of a dataset_info.json; none when the file is something else.
std::vector<SourcePart> filesOfDatasetInfo(const std::filesystem::path& file);

/// The metadata or Parquet files of a folder and its subfolders, by name. Throws Failure "folder.no_metadata".
std::vector<SourcePart> filesOfFolder(const std::filesystem::path& folder);

} // namespace trutina::storage
