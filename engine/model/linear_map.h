// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace trutina::engine {

/// rows [..., in], weight [out, in], bias [out] or undefined -> [..., out], in their common type.
///
/// at::linear, except where another library of LibTorch's is faster: at::linear multiplies float32 by MKL, which on processors of
/// other makers than Intel reaches half to three quarters of what oneDNN reaches with the same weights (Zen 4, two threads: 165
/// against 217 GFLOP/s at 512 rows, 45 against 118 at 16 rows). A rule and not a measurement, so that a machine always computes
/// the same bits.
[[nodiscard]] at::Tensor linearMap(const at::Tensor& rows, const at::Tensor& weight, const at::Tensor& bias = {});

/// Whether linearMap takes oneDNN for float32 here.
[[nodiscard]] bool takesOneDnn();

} // namespace trutina::engine
