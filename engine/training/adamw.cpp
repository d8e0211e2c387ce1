// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/adamw.h"

#include <c10/core/GradMode.h>

#include <cmath>
#include <utility>

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
            squares += parameter.grad().to(at::kDouble).square().sum().item<double>();
        }
    }
    return std::sqrt(squares);
}

void AdamW::step(double learningRate, double scale) {
    const c10::NoGradGuard noGradients;
    ++m_steps;
    const double firstCorrection = 1 - std::pow(m_options.beta1, static_cast<double>(m_steps));
    const double secondCorrection = 1 - std::pow(m_options.beta2, static_cast<double>(m_steps));
    for (auto& [name, parameter] : m_parameters) {
        Moments& moments = m_moments.at(name);
        moments.first.mul_(m_options.beta1);
        moments.second.mul_(m_options.beta2);
        if (parameter.grad().defined()) {
            const at::Tensor gradient = parameter.grad() * scale;
            moments.first.add_(gradient, 1 - m_options.beta1);
            moments.second.addcmul_(gradient, gradient, 1 - m_options.beta2);
        }
        if (!name.ends_with("bias")) {
            parameter.mul_(1 - learningRate * m_options.weightDecay);
        }
        const at::Tensor denominator = (moments.second / secondCorrection).sqrt_().add_(m_options.epsilon);
        parameter.addcdiv_(moments.first, denominator, -learningRate / firstCorrection);
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

} // namespace trutina::engine
