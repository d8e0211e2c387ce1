// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace trutina::engine {

/// Steps of a trainable network with a way back of their own, where that of LibTorch's operators passes over memory many times.
/// A test holds each to the same thing made of those operators. Contiguous float32 on the CPU.

/// RMSNorm of rows [n, width].
[[nodiscard]] at::Tensor rmsNormOf(const at::Tensor& rows, const at::Tensor& weight, double epsilon);

/// silu(gate) * value.
[[nodiscard]] at::Tensor gatedOf(const at::Tensor& gate, const at::Tensor& value);

/// y = x W^T, and for the first rows of x, which are image rows, + s A^T B^T (specification 5.6). `images` are these rows as the
/// low-rank map sees them, with dropout; where it is undefined they are taken from x, `imageRows` of them.
struct PartialLora {
    at::Tensor weight, low, high; ///< W [out, in], A [rank, in], B [out, rank]
};
[[nodiscard]] at::Tensor partialLoraOf(const at::Tensor& x, const PartialLora& maps, std::int64_t imageRows,
                                       const at::Tensor& images = {});

} // namespace trutina::engine
