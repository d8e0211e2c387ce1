// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace trutina::engine {

/// The weight of a linear map in 8 bits, symmetric, with a scale for each output channel.
struct Int8Weight {
    at::Tensor values; ///< [out, in] int8, -127..127
    at::Tensor scales; ///< [out] float32: value * scale is the weight
};

/// weight [out, in] of any floating type. Works through few rows at a time, so that no second copy of the whole is ever held.
[[nodiscard]] Int8Weight quantised(const at::Tensor& weight);

/// rows [n, in] -> [n, out] in the type of the rows. Each row is brought to 8 bits by a scale of its own, products are summed
/// exactly in 32-bit integers, so that a row's result does not depend on the rows beside it.
[[nodiscard]] at::Tensor int8Linear(const at::Tensor& rows, const at::Tensor& values, const at::Tensor& scales);

} // namespace trutina::engine
