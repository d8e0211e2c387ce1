// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_range.h"

#include <ATen/ATen.h>

#include <vector>

namespace trutina::engine {

/// A linear map with a low-rank addition that acts at image positions only (specification 5.6); its scale is 1.
struct PartialLoraLinear {
    at::Tensor weight;  ///< [out, in]
    at::Tensor Plora_A; // NOLINT(readability-identifier-naming): named as in the checkpoint
    at::Tensor Plora_B;
    at::Tensor scales{}; ///< [out] float32 where the weight is int8 (engine/model/int8_linear.h), else undefined
};

/// rows [n, in] -> [n, out]. Image positions form few contiguous stretches, so the addition works on views: no masks, no copies.
[[nodiscard]] at::Tensor apply(const PartialLoraLinear& linear, const at::Tensor& rows, const std::vector<RowRange>& imageRows);

} // namespace trutina::engine
