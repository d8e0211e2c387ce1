// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_range.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace trutina::engine {

/// What attention has to know of a stretch of rows, layer by layer. Keys are turned to their positions already.
struct KeyValues {
    std::vector<at::Tensor> keys;   ///< one per layer: [key heads, rows, size] in the compute type
    std::vector<at::Tensor> values; ///< as keys
    [[nodiscard]] std::int64_t rows() const { return keys.empty() ? 0 : keys.front().size(1); }
    [[nodiscard]] std::int64_t bytes() const {
        return keys.empty() ? 0 : 2 * static_cast<std::int64_t>(keys.size() * keys.front().nbytes());
    }
};

/// A stretch of rows whose keys and values were kept.
struct KeptPart {
    std::shared_ptr<const KeyValues> block;
    RowRange rows; ///< of the block
};

/// The beginning of a sequence, from its first position on.
using KeptPrefix = std::vector<KeptPart>;

[[nodiscard]] inline std::int64_t rowsOf(const KeptPrefix& prefix) {
    std::int64_t rows = 0;
    for (const KeptPart& part : prefix) {
        rows += part.rows.size();
    }
    return rows;
}

} // namespace trutina::engine
