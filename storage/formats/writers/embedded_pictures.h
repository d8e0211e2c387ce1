// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_writer.h"

#include <nlohmann/json_fwd.hpp>

#include <string_view>
#include <vector>

namespace trutina::storage {

/// Pictures for a column of a Parquet file: their bytes under the names of their content, or, where media are not to be copied,
/// their paths alone. Throws Failure "media.too_large", "media.not_readable".
nlohmann::ordered_json embeddedPictures(ExportTarget& target, const std::vector<MediaRecord>& pictures);

/// How to load Parquet exports, for data cards.
inline constexpr std::string_view kParquetUsage = "```python\n"
                                                  "from datasets import load_dataset\n\n"
                                                  "pairs = load_dataset(\".\")\n"
                                                  "```\n";

} // namespace trutina::storage
