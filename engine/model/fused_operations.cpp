// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/fused_operations.h"

#include "engine/model/device_kernels.h"

namespace trutina::engine {

at::Tensor rmsNorm(const at::Tensor& rows, const at::Tensor& weight, double epsilon) {
    if (const DeviceKernels* kernels = deviceKernels(rows.device().type())) {
        return kernels->rmsNorm(rows, weight, epsilon);
    }
    const at::Tensor scale = rows.square().mean(-1, /*keepdim=*/true).add_(epsilon).rsqrt_();
    return (rows * scale).to(weight.scalar_type()).mul_(weight);
}

void siluTimes(const at::Tensor& gate, const at::Tensor& up) {
    if (const DeviceKernels* kernels = deviceKernels(gate.device().type())) {
        kernels->siluTimes(gate, up);
        return;
    }
    at::Tensor inner = gate;
    at::silu_(inner).mul_(up);
}

} // namespace trutina::engine
