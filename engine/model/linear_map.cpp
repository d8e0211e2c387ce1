// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/linear_map.h"

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include <optional>
#include <string>
#include <vector>

namespace trutina::engine {

namespace {

/// LibTorch's own operator for a linear map by oneDNN; it takes weights as they lie. Absent from builds without oneDNN.
const std::optional<c10::OperatorHandle>& oneDnnLinear() {
    static const auto found = c10::Dispatcher::singleton().findSchema({"mkldnn::_linear_pointwise", ""});
    return found;
}

bool isIntel() {
#if defined(__x86_64__)
    return __builtin_cpu_is("intel") != 0;
#else
    return true; // MKL is for x86: elsewhere at::linear has its own ways
#endif
}

} // namespace

bool takesOneDnn() {
    static const bool takes = !isIntel() && oneDnnLinear().has_value();
    return takes;
}

at::Tensor linearMap(const at::Tensor& rows, const at::Tensor& weight, const at::Tensor& bias) {
    const std::optional<at::Tensor> addition = bias.defined() ? std::optional(bias) : std::nullopt;
    if (rows.scalar_type() != at::kFloat || !rows.is_cpu() || rows.numel() == 0 || !takesOneDnn()) {
        return at::linear(rows, weight, addition);
    }
    std::vector<c10::IValue> stack{
        rows.contiguous(), weight, addition, std::string("none"), c10::List<std::optional<at::Scalar>>(), std::string()};
    oneDnnLinear()->callBoxed(stack);
    return stack.front().toTensor();
}

} // namespace trutina::engine
