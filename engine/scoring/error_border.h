// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/core/InferenceMode.h>

#include <exception>

namespace trutina::engine {

/// Makes LibTorch throw where it is out of memory. The wheel comes with a switch set that ends the process instead.
void letLibTorchThrow();

/// Called inside a catch block: rethrows Failure and Cancelled as they are and everything else (LibTorch, memory, the standard
/// library) as a Failure with a code and a sentence.
[[noreturn]] void rethrowAsFailure();

/// Runs `function` the way everything behind the facade runs: without autograd, and throwing nothing but Failure and Cancelled.
template <typename Function>
auto atBorder(Function&& function) {
    letLibTorchThrow();
    try {
        const c10::InferenceMode inference;
        return function();
    } catch (...) {
        rethrowAsFailure();
    }
}

} // namespace trutina::engine
