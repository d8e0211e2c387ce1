// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trutina::storage {

/// One record of a file as JSON, or why it cannot be one.
struct SourceRecord {
    std::int64_t row = 0;         ///< of the line or the record in its file, 1-based
    std::string text;             ///< as it stood; empty where the file is no JSON
    nlohmann::json value;         ///< an object, unless there is an error; embedded bytes are binary values
    std::optional<Error> error;   ///< the record cannot be used
    std::filesystem::path folder; ///< what relative paths in it are relative to
    std::string file;             ///< its name, where several files are read as one
};

/// How the records of a file are kept.
enum class SourceKind { JsonLines, JsonList, JsonObject, Table, Parquet };

/// Reads the records of a file one at a time, in bounded memory. Not thread-safe.
///
/// A damaged record is given with its error, and reading goes on behind it where that is possible. Throws Failure
/// "file.not_utf8", "file.read".
class RecordSource {
  public:
    virtual ~RecordSource() = default;
    /// The next record; nothing at the end.
    virtual std::optional<SourceRecord> next() = 0;
    [[nodiscard]] virtual TransferProgress progress() const = 0;
    [[nodiscard]] virtual SourceKind kind() const = 0;
    [[nodiscard]] virtual std::vector<std::string> columns() const { return {}; } ///< of a table
};

struct SourceOptions {
    std::size_t longestRecord = std::size_t{64} << 20U; ///< longer ones are given with their error
    bool followsLists = true; ///< opens the files that a list of files names; those may not be lists again
    bool parses = true;       ///< otherwise a record of JSON text has its text only
};

/// Opens a file by what it holds: JSON lines, a JSON list or object, a table, Parquet, or a list of such files (the data.txt of
/// IXC-2.5-Reward, dataset_info.json of LLaMA-Factory). A folder is read through its metadata files, those of subfolders
/// included. Throws Failure "file.not_found", "file.not_a_file", "file.not_readable", "file.not_utf8", "file.lfs_pointer",
/// "table.head", "mixture.line", "folder.no_metadata", "parquet.damaged", "parquet.too_large", "parquet.unavailable".
std::unique_ptr<RecordSource> openRecords(const std::filesystem::path& path, const SourceOptions& options = {});

} // namespace trutina::storage
