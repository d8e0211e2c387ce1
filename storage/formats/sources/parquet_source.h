// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/sources/record_source.h"

namespace trutina::storage {

/// The rows of a Parquet file, a row group at a time. Throws Failure "parquet.damaged", "parquet.unavailable" when the program
/// was built without Arrow.
std::unique_ptr<RecordSource> openParquet(const std::filesystem::path& file);

} // namespace trutina::storage
