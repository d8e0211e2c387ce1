// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/differentiable.h"

#include "engine/training/row_kernels.h"

#include <torch/csrc/autograd/custom_function.h>

#include <optional>

namespace trutina::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct RmsNorm : torch::autograd::Function<RmsNorm> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& rows, const at::Tensor& weight, double epsilon) {
        NormalisedRows result = normaliseRows(rows, weight, epsilon);
        context->save_for_backward({rows, weight, result.scales});
        return result.rows;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const NormGradients result = normaliseRowsBackward(gradients.front().contiguous(), saved[0], saved[1], saved[2]);
        return {result.rows, result.weight, at::Tensor()};
    }
};

struct Gated : torch::autograd::Function<Gated> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& gate, const at::Tensor& value) {
        context->save_for_backward({gate, value});
        return gatedRows(gate, value);
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const GateGradients result = gatedRowsBackward(gradients.front().contiguous(), saved[0], saved[1]);
        return {result.gate, result.value};
    }
};

struct PartialLoraMap : torch::autograd::Function<PartialLoraMap> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& low,
                              const at::Tensor& high, const std::optional<at::Tensor>& images, std::int64_t imageRows) {
        at::Tensor result = at::mm(x, weight.t());
        const at::Tensor inner = at::mm(images ? *images : x.narrow(0, 0, imageRows), low.t());
        result.narrow(0, 0, imageRows).addmm_(inner, high.t());
        context->saved_data["images"] = imageRows;
        context->save_for_backward({x, weight, low, high, images.value_or(at::Tensor()), inner});
        return result;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor &x = saved[0], &weight = saved[1], &low = saved[2], &high = saved[3], &images = saved[4];
        const auto count = context->saved_data.at("images").toInt();
        const at::Tensor gradient = gradients.front().contiguous();
        const at::Tensor first = gradient.narrow(0, 0, count);
        const at::Tensor backInner = at::mm(first, high);
        variable_list result(6);
        if (context->needs_input_grad(0)) {
            result[0] = at::mm(gradient, weight);
            if (!images.defined()) {
                result[0].narrow(0, 0, count).addmm_(backInner, low);
            }
        }
        if (context->needs_input_grad(1)) {
            result[1] = at::mm(gradient.t(), x);
        }
        if (context->needs_input_grad(2)) {
            result[2] = at::mm(backInner.t(), images.defined() ? images : x.narrow(0, 0, count));
        }
        if (context->needs_input_grad(3)) {
            result[3] = at::mm(first.t(), saved[5]);
        }
        if (images.defined()) {
            result[4] = at::mm(backInner, low);
        }
        return result;
    }
};

} // namespace

at::Tensor rmsNormOf(const at::Tensor& rows, const at::Tensor& weight, double epsilon) {
    return RmsNorm::apply(rows.contiguous(), weight, epsilon);
}

at::Tensor gatedOf(const at::Tensor& gate, const at::Tensor& value) {
    return Gated::apply(gate.contiguous(), value.contiguous());
}

at::Tensor partialLoraOf(const at::Tensor& x, const PartialLora& maps, std::int64_t imageRows, const at::Tensor& images) {
    return PartialLoraMap::apply(x.contiguous(), maps.weight, maps.low, maps.high,
                                 images.defined() ? std::optional(images) : std::nullopt, imageRows);
}

} // namespace trutina::engine
