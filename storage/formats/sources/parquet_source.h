// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/sources/record_source.h"

namespace trutina::storage {

/// The rows of a Parquet file as JSON: structs are objects, bytes binary values; what the "huggingface" footer calls classes are
/// their names. Read in batches of a few MiB, however large the row groups are; no more than a GiB is ever taken. A row with a
/// text that is not UTF-8, or that is too long, is given with its error.
///
/// Throws Failure "parquet.damaged", "parquet.too_large"; "parquet.unavailable" when the program was built without Arrow. A
/// damaged page ends the reading: the file does not say where the next row begins.
std::unique_ptr<RecordSource> openParquet(const std::filesystem::path& file, const SourceOptions& options = {});

} // namespace trutina::storage
