// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/parquet_splits.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace trutina::storage {
namespace {

std::string fiveDigits(int number) {
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

std::string unfinishedName(Split split, int shard) {
    return "data/" + nameOf(split) + "-" + fiveDigits(shard);
}

} // namespace

ParquetSplits::ParquetSplits(ExportFolder& folder, std::vector<ParquetColumn> columns, std::int64_t shardBytes)
    : m_folder(folder), m_columns(std::move(columns)), m_shardBytes(shardBytes) {
    begin(Split::Train);
}

void ParquetSplits::begin(Split split) {
    Part& part = m_parts[static_cast<std::size_t>(split)];
    if (part.file != nullptr) {
        part.file->close();
    }
    part.file = std::make_unique<ParquetFile>(m_folder.create(unfinishedName(split, part.shards)), m_columns);
    ++part.shards;
}

void ParquetSplits::writeRow(Split split, const nlohmann::ordered_json& row) {
    Part& part = m_parts[static_cast<std::size_t>(split)];
    if (part.file == nullptr || part.file->bytes() >= m_shardBytes) {
        begin(split);
    }
    part.file->writeRow(row);
    part.hasRows = true;
}

void ParquetSplits::close() {
    for (const Split split : {Split::Train, Split::Validation, Split::Test}) {
        Part& part = m_parts[static_cast<std::size_t>(split)];
        if (part.file == nullptr) {
            continue;
        }
        part.file->close();
        part.file.reset();
        // How many there are is part of their names.
        for (int shard = 0; shard < part.shards; ++shard) {
            const std::string name = unfinishedName(split, shard);
            m_folder.rename(name, name + "-of-" + fiveDigits(part.shards) + ".parquet");
        }
    }
}

std::string ParquetSplits::hubConfiguration() const {
    std::string files;
    for (const Split split : {Split::Train, Split::Validation, Split::Test}) {
        if (m_parts[static_cast<std::size_t>(split)].hasRows) {
            files += "  - split: " + nameOf(split) + "\n    path: data/" + nameOf(split) + "-*\n";
        }
    }
    return files.empty() ? "" : "configs:\n- config_name: default\n  data_files:\n" + files;
}

} // namespace trutina::storage
