// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/partial_lora.h"

#include "engine/model/device_kernels.h"
#include "engine/model/int8_linear.h"

namespace trutina::engine {

at::Tensor apply(const PartialLoraLinear& linear, const at::Tensor& rows, const std::vector<RowRange>& imageRows) {
    at::Tensor result =
        linear.scales.defined() ? int8Linear(rows, linear.weight, linear.scales) : at::linear(rows, linear.weight);
    // Where products are launched one by one, many short stretches are gathered into one.
    constexpr std::size_t kMostAlone = 2;
    if (const auto* kernels = deviceKernels(rows.device().type()); kernels != nullptr && imageRows.size() > kMostAlone) {
        const at::Tensor low = at::linear(kernels->takeRows(rows, imageRows), linear.Plora_A);
        kernels->addRows(result, at::linear(low, linear.Plora_B), imageRows);
        return result;
    }
    for (const RowRange& range : imageRows) {
        const at::Tensor low = at::linear(rows.narrow(0, range.begin, range.size()), linear.Plora_A);
        result.narrow(0, range.begin, range.size()).addmm_(low, linear.Plora_B.t());
    }
    return result;
}

} // namespace trutina::engine
