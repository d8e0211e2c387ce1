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

/// Runs `function`, throwing nothing but Failure and Cancelled: what training needs of the border.
template <typename Function>
auto atTrainingBorder(Function&& function) {
    letLibTorchThrow();
    try {
        return function();
    } catch (...) {
        rethrowAsFailure();
    }
}

/// Runs `function` the way everything else behind the facade runs: without autograd.
template <typename Function>
auto atBorder(Function&& function) {
    return atTrainingBorder([&] {
        const c10::InferenceMode inference;
        return function();
    });
}

} // namespace trutina::engine
