// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/parquet_file.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

namespace trutina::storage {

struct ParquetFile::Impl {};

ParquetFile::ParquetFile(std::unique_ptr<ExportFolder::File> /*file*/, const std::vector<ParquetColumn>& /*columns*/) {
    throw Failure("parquet.unavailable", "This build of Trutina cannot write Parquet files.",
                  "Build it with Arrow, or choose another format.");
}

ParquetFile::~ParquetFile() = default;

void ParquetFile::writeRow(const nlohmann::ordered_json& /*row*/) {}

std::int64_t ParquetFile::bytes() const {
    return 0;
}

void ParquetFile::close() {}

} // namespace trutina::storage
