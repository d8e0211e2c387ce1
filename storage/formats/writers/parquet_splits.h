// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/writers/parquet_file.h"
#include "storage/formats/writers/split_files.h"

#include <array>
#include <string>
#include <vector>

namespace trutina::storage {

/// The Parquet files of an export, named as datasets looks for them: data/train-00000-of-00002.parquet. A new one begins after
/// `shardBytes`; without rows there is one empty file for training.
class ParquetSplits {
  public:
    static constexpr std::int64_t kShardBytes = std::int64_t{500} << 20U;
    ParquetSplits(ExportFolder& folder, std::vector<ParquetColumn> columns, std::int64_t shardBytes = kShardBytes);

    void writeRow(Split split, const nlohmann::ordered_json& row);
    void close();

    /// Lines of YAML for dataset hubs.
    [[nodiscard]] std::string hubConfiguration() const;

  private:
    struct Part {
        std::unique_ptr<ParquetFile> file;
        int shards = 0;
        bool hasRows = false;
    };

    void begin(Split split);

    ExportFolder& m_folder;
    std::vector<ParquetColumn> m_columns;
    std::int64_t m_shardBytes;
    std::array<Part, 3> m_parts;
};

} // namespace trutina::storage
