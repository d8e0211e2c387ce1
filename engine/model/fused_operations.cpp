// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/fused_operations.h"

#include "engine/model/device_kernels.h"
#include "engine/model/row_operations.h"

namespace trutina::engine {

at::Tensor rmsNorm(const at::Tensor& rows, const at::Tensor& weight, double epsilon) {
    if (const DeviceKernels* kernels = deviceKernels(rows.device().type())) {
        return kernels->rmsNorm(rows, weight, epsilon);
    }
    if (areFusible(rows) && areFusible(weight.unsqueeze(0))) {
        return rmsNormOfRows(rows, weight, epsilon);
    }
    const at::Tensor scale = rows.square().mean(-1, /*keepdim=*/true).add_(epsilon).rsqrt_();
    return (rows * scale).to(weight.scalar_type()).mul_(weight);
}

void siluTimes(const at::Tensor& gate, const at::Tensor& up) {
    if (const DeviceKernels* kernels = deviceKernels(gate.device().type())) {
        kernels->siluTimes(gate, up);
        return;
    }
    if (areFusible(gate) && areFusible(up)) {
        siluTimesOfRows(gate, up);
        return;
    }
    at::Tensor inner = gate;
    at::silu_(inner).mul_(up);
}

void quickGelu(const at::Tensor& values) {
    if (areFusible(values)) {
        quickGeluOfRows(values);
        return;
    }
    values.mul_(at::sigmoid(values * 1.702));
}

void addTo(const at::Tensor& stream, const at::Tensor& addition) {
    if (areFusible(stream) && areFusible(addition)) {
        addToRows(stream, addition);
        return;
    }
    stream.add_(addition);
}

} // namespace trutina::engine
