// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/partial_lora.h"

#include "engine/model/int8_linear.h"

namespace trutina::engine {

at::Tensor apply(const PartialLoraLinear& linear, const at::Tensor& rows, const std::vector<RowRange>& imageRows) {
    at::Tensor result =
        linear.scales.defined() ? int8Linear(rows, linear.weight, linear.scales) : at::linear(rows, linear.weight);
    for (const RowRange& range : imageRows) {
        const at::Tensor low = at::linear(rows.narrow(0, range.begin, range.size()), linear.Plora_A);
        result.narrow(0, range.begin, range.size()).addmm_(low, linear.Plora_B.t());
    }
    return result;
}

} // namespace trutina::engine
