// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/int8_linear.h"

#include <algorithm>
#include <limits>

namespace trutina::engine {

namespace {

constexpr double kLargest = 127;

/// One scale per row: its largest value becomes 127. A row of zeros gets a scale that keeps it zero.
at::Tensor rowScales(const at::Tensor& rows) {
    return rows.abs().amax(-1, /*keepdim=*/true).div_(kLargest).clamp_min_(std::numeric_limits<float>::min());
}

} // namespace

Int8Weight quantised(const at::Tensor& weight) {
    constexpr std::int64_t kElementsAtOnce = 1 << 19;
    const std::int64_t rows = weight.size(0);
    const std::int64_t rowsAtOnce = std::max<std::int64_t>(1, kElementsAtOnce / weight.size(1));
    Int8Weight result{at::empty(weight.sizes(), weight.options().dtype(at::kChar)),
                      at::empty({rows}, weight.options().dtype(at::kFloat))};
    for (std::int64_t begin = 0; begin < rows; begin += rowsAtOnce) {
        const std::int64_t count = std::min(rowsAtOnce, rows - begin);
        const at::Tensor part = weight.narrow(0, begin, count).to(at::kFloat);
        const at::Tensor scales = rowScales(part);
        result.values.narrow(0, begin, count).copy_((part / scales).round_());
        result.scales.narrow(0, begin, count).copy_(scales.squeeze(-1));
    }
    return result;
}

at::Tensor int8Linear(const at::Tensor& rows, const at::Tensor& values, const at::Tensor& scales) {
    const at::Tensor wide = rows.to(at::kFloat);
    const at::Tensor rowScale = rowScales(wide);
    const at::Tensor narrow = (wide / rowScale).round_().to(at::kChar);
    // A value that is no number has no place in 8 bits; its row's scale is none either and carries it on.
    return at::mul(at::_int_mm(narrow, values.t()), rowScale).mul_(scales).to(rows.scalar_type());
}

} // namespace trutina::engine
