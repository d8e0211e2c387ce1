// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/decoder_layer.h"

namespace trutina::engine {

at::Tensor rootMeanSquareNorm(const at::Tensor& rows, const at::Tensor& weight, double epsilon) {
    const at::Tensor scale = rows.square().mean(-1, /*keepdim=*/true).add_(epsilon).rsqrt_();
    return (rows * scale).to(weight.scalar_type()).mul_(weight);
}

} // namespace trutina::engine
