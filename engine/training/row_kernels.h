// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace trutina::engine {

/// Steps of the trainable decoder, forward and backward, in one pass over memory each. All tensors are contiguous float32 on the
/// CPU. What they give does not depend on the number of threads.

struct NormalisedRows {
    at::Tensor rows;   ///< [n, width]
    at::Tensor scales; ///< [n]: one over the root mean square of each row
};
/// RMSNorm of `rows` [n, width] by `weight` [width].
[[nodiscard]] NormalisedRows normaliseRows(const at::Tensor& rows, const at::Tensor& weight, double epsilon);
struct NormGradients {
    at::Tensor rows, weight;
};
[[nodiscard]] NormGradients normaliseRowsBackward(const at::Tensor& gradient, const at::Tensor& rows, const at::Tensor& weight,
                                                  const at::Tensor& scales);

/// silu(gate) * value; all [n, width].
[[nodiscard]] at::Tensor gatedRows(const at::Tensor& gate, const at::Tensor& value);
struct GateGradients {
    at::Tensor gate, value;
};
[[nodiscard]] GateGradients gatedRowsBackward(const at::Tensor& gradient, const at::Tensor& gate, const at::Tensor& value);

/// Sequences of about equal length, padded to one length, as attention takes them.
struct PaddedGroup {
    at::Tensor rows; ///< [sequences * length] int64: which row stands there; -1 is padding
    std::int64_t sequences = 0;
    std::int64_t length = 0;
};

struct HeadSizes {
    std::int64_t keyHeads = 0, queriesPerKey = 0, size = 0;
};

/// Queries [sequences, keyHeads, queriesPerKey * length, size], keys and values [sequences, keyHeads, length, size].
struct PaddedHeads {
    at::Tensor queries, keys, values;
};
/// Cuts the fused projection `z` [n, keyHeads * (queriesPerKey + 2) * size] into heads, turns queries and keys by the angles of
/// their rows (cosine and sine [n, size / 2]) and lays them out for a group. Padding becomes zero.
[[nodiscard]] PaddedHeads padHeads(const at::Tensor& z, const at::Tensor& cosine, const at::Tensor& sine,
                                   const PaddedGroup& group, const HeadSizes& sizes);
/// The way back: writes the rows of `gradient` [n, ...] that belong to the group.
void padHeadsBackward(const PaddedHeads& gradients, const at::Tensor& cosine, const at::Tensor& sine, const PaddedGroup& group,
                      const HeadSizes& sizes, const at::Tensor& gradient);

/// Attended values, laid out as the queries, back into `rows` [n, keyHeads * queriesPerKey * size].
void unpadHeads(const at::Tensor& attended, const PaddedGroup& group, const HeadSizes& sizes, const at::Tensor& rows);
[[nodiscard]] at::Tensor unpadHeadsBackward(const at::Tensor& gradient, const PaddedGroup& group, const HeadSizes& sizes);

} // namespace trutina::engine
