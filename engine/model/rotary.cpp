// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/rotary.h"

#include "engine/model/device_kernels.h"

#include <cmath>

namespace trutina::engine {

double rotaryBase(const ModelConfig& config, std::int64_t length) {
    if (config.rotaryScaling != RotaryScaling::Dynamic || length <= config.maxPositions) {
        return config.rotaryTheta;
    }
    const auto size = static_cast<double>(config.headSize());
    const double stretch = config.rotaryFactor * static_cast<double>(length) / static_cast<double>(config.maxPositions);
    return config.rotaryTheta * std::pow(stretch - (config.rotaryFactor - 1), size / (size - 2));
}

RotaryTable rotaryTable(const ModelConfig& config, double base, std::int64_t positions, at::ScalarType type) {
    const auto options = at::TensorOptions().dtype(at::kFloat);
    const auto size = config.headSize();
    const at::Tensor exponents = at::arange(0, size, 2, options) / static_cast<double>(size);
    const at::Tensor frequencies = at::pow(base, exponents).reciprocal_();
    at::Tensor steps = at::arange(positions, options);
    if (config.rotaryScaling == RotaryScaling::Linear) {
        steps = steps / config.rotaryFactor;
    }
    const at::Tensor angles = at::outer(steps, frequencies);
    return {angles.cos().to(type), angles.sin().to(type)};
}

void rotate(const at::Tensor& heads, const RotaryTable& rows) {
    if (const DeviceKernels* kernels = deviceKernels(heads.device().type())) {
        kernels->rotate(heads, rows.cosine, rows.sine);
        return;
    }
    const auto half = heads.size(-1) / 2;
    std::vector<std::int64_t> shape(static_cast<std::size_t>(heads.dim()), 1);
    shape.front() = heads.size(0);
    shape.back() = half;
    const at::Tensor cosine = rows.cosine.view(shape);
    const at::Tensor sine = rows.sine.view(shape);
    const at::Tensor low = heads.narrow(-1, 0, half);
    const at::Tensor high = heads.narrow(-1, half, half);
    const at::Tensor turned = (low * cosine).sub_(high * sine);
    high.copy_((high * cosine).add_(low * sine));
    low.copy_(turned);
}

} // namespace trutina::engine
