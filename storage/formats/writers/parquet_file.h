// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_folder.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace trutina::storage {

/// What a column of a Parquet file holds, with the row value that stands for it.
struct ParquetColumn {
    enum class Kind {
        Text,        ///< a string
        Number,      ///< a number
        Texts,       ///< a list of strings
        Pictures,    ///< a list of {"bytes": binary or null, "path": string}
        Messages,    ///< a list of {"role": string, "content": string}
        PartMessages ///< a list of {"role": string, "content": a list of {"type": string, "text": string or null}}
    };
    std::string name;
    Kind kind = Kind::Text;
};

/// A Parquet file in the making, with the footer by which Hugging Face datasets decode its pictures. Pictures are neither
/// compressed nor indexed; a row group holds up to 64 MiB. The same rows give the same bytes.
///
/// Throws Failure "parquet.unavailable" when the program was built without Arrow, "parquet.write", "disk.full", "disk.write".
class ParquetFile {
  public:
    ParquetFile(std::unique_ptr<ExportFolder::File> file, const std::vector<ParquetColumn>& columns);
    ~ParquetFile();
    ParquetFile(const ParquetFile&) = delete;
    ParquetFile& operator=(const ParquetFile&) = delete;

    /// An object with a member for every column.
    void writeRow(const nlohmann::ordered_json& row);
    [[nodiscard]] std::int64_t bytes() const; ///< of the rows so far, before compression
    void close();

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace trutina::storage
