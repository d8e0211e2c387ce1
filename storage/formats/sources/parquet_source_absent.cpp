// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/parquet_source.h"

namespace trutina::storage {

std::unique_ptr<RecordSource> openParquet(const std::filesystem::path& /*file*/, const SourceOptions& /*options*/) {
    throw Failure("parquet.unavailable", "This build of Trutina cannot read Parquet files.",
                  "Build it with Arrow, or save the data set as JSON lines.");
}

} // namespace trutina::storage
