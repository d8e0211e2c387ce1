// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/adamw.h"

#include "engine/api/error.h"

#include <c10/core/GradMode.h>

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace trutina::engine {

AdamW::AdamW(Parameters parameters, Options options) : m_parameters(std::move(parameters)), m_options(options) {
    for (const auto& [name, parameter] : m_parameters) {
        m_moments[name] = {at::zeros_like(parameter.detach()), at::zeros_like(parameter.detach())};
    }
}

double AdamW::gradientNorm() const {
    double squares = 0;
    for (const auto& [name, parameter] : m_parameters) {
        if (parameter.grad().defined()) {
            const auto norm = at::linalg_vector_norm(parameter.grad(), 2, std::nullopt, false, at::kDouble).item<double>();
            squares += norm * norm;
        }
    }
    return std::sqrt(squares);
}

void AdamW::step(double learningRate, double scale) {
    const c10::NoGradGuard noGradients;
    ++m_steps;
    // One pass over memory for each parameter; LibTorch's operator divides gradients by what it is given.
    const at::Tensor divisor = at::full({}, 1 / scale, at::kFloat);
    for (const bool isDecayed : {true, false}) {
        std::vector<at::Tensor> parameters, gradients, first, second;
        for (auto& [name, parameter] : m_parameters) {
            if (name.ends_with("bias") == isDecayed) {
                continue;
            }
            const Moments& moments = m_moments.at(name);
            parameters.push_back(parameter);
            gradients.push_back(parameter.grad().defined() ? parameter.grad() : at::zeros_like(parameter));
            first.push_back(moments.first);
            second.push_back(moments.second);
        }
        if (parameters.empty()) {
            continue;
        }
        const std::vector<at::Tensor> steps(parameters.size(), at::full({}, static_cast<double>(m_steps), at::kFloat));
        at::_fused_adamw_(parameters, gradients, first, second, {}, steps, learningRate, m_options.beta1, m_options.beta2,
                          isDecayed ? m_options.weightDecay : 0, m_options.epsilon, /*amsgrad=*/false, /*maximize=*/false,
                          divisor);
    }
}

void AdamW::clearGradients() {
    for (auto& [name, parameter] : m_parameters) {
        parameter.mutable_grad() = at::Tensor();
    }
}

void AdamW::restore(std::int64_t steps, std::map<std::string, Moments> moments) {
    m_steps = steps;
    m_moments = std::move(moments);
}

void requireFinite(double loss, double gradientNorm, std::int64_t step) {
    if (!std::isfinite(loss) || !std::isfinite(gradientNorm)) {
        throw Failure("training.diverged", "The loss or its gradient is no longer a number at step " + std::to_string(step) + ".",
                      "Go on from the last checkpoint with a lower learning rate.");
    }
}

} // namespace trutina::engine
