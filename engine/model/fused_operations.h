// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace trutina::engine {

/// Steps of the decoder that are several operators of LibTorch, or one kernel where the device has its own (device_kernels.h).

/// RMSNorm (specification 5.2): rows [n, width] float32, weight [width] -> [n, width] in the type of the weight. Computed in
/// float32 and rounded before the weight is multiplied, as the reference does.
[[nodiscard]] at::Tensor rmsNorm(const at::Tensor& rows, const at::Tensor& weight, double epsilon);

/// gate = silu(gate) * up, in place; [n, width] both.
void siluTimes(const at::Tensor& gate, const at::Tensor& up);

} // namespace trutina::engine
