// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <string>

namespace trutina::engine {

/// AdamW with decoupled weight decay. Every parameter is decayed whose name does not end in "bias", and one without a gradient
/// counts as having gradient zero: it is decayed and its moments fade (specification 8.2). Threads: one thread at a time.
class AdamW {
  public:
    struct Options {
        double beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8, weightDecay = 0.1;
    };
    struct Moments {
        at::Tensor first, second; ///< float32, shaped as the parameter
    };
    using Parameters = std::map<std::string, at::Tensor>;

    AdamW(Parameters parameters, Options options);

    /// Over all gradients, as they are.
    [[nodiscard]] double gradientNorm() const;
    /// One step with each gradient multiplied by `scale`.
    void step(double learningRate, double scale);
    void clearGradients();

    [[nodiscard]] std::int64_t stepsTaken() const { return m_steps; }
    [[nodiscard]] const std::map<std::string, Moments>& moments() const { return m_moments; }
    /// Goes on from a saved state; shapes must agree.
    void restore(std::int64_t steps, std::map<std::string, Moments> moments);

  private:
    Parameters m_parameters;
    Options m_options;
    std::map<std::string, Moments> m_moments;
    std::int64_t m_steps = 0;
};

/// Throws Failure "training.diverged" when the loss or the norm of its gradient is no number. `step` is counted from 1.
void requireFinite(double loss, double gradientNorm, std::int64_t step);

} // namespace trutina::engine
