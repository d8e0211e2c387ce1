// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"

#include <vector>

namespace trutina::testing {

/// The formats that this build can write: without Arrow, Parquet is among those that it knows of only.
inline std::vector<storage::FormatInfo> writableFormats() {
#ifdef TRUTINA_PARQUET
    constexpr bool kWritesParquet = true;
#else
    constexpr bool kWritesParquet = false;
#endif
    std::vector<storage::FormatInfo> formats;
    for (const storage::FormatInfo& format : storage::FormatRegistry::instance().formats()) {
        if (format.canExport && (kWritesParquet || !format.name.ends_with("-parquet"))) {
            formats.push_back(format);
        }
    }
    return formats;
}

} // namespace trutina::testing
