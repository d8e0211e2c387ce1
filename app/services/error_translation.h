// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"
#include "storage/records/error.h"
#include "ui/contracts/outcome.h"

#include <type_traits>
#include <utility>

namespace trutina::services {

/// The one place where errors of engine and storage become the errors that a page or a command shows.
[[nodiscard]] contracts::Problem problemOf(const engine::Error& error);
[[nodiscard]] contracts::Problem problemOf(const storage::Error& error);

/// What a caught exception means: cancelled, or a problem. To be called in a catch block.
struct CaughtError {
    bool isCancelled = false;
    contracts::Problem problem;
};
[[nodiscard]] CaughtError caughtError();

/// Runs `work` and makes its end a value. Nothing is thrown.
template <typename T, typename Work>
[[nodiscard]] contracts::Outcome<T> outcomeOf(Work&& work) {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
            std::forward<Work>(work)();
            return contracts::Outcome<T>(T());
        } else {
            return contracts::Outcome<T>(std::forward<Work>(work)());
        }
    } catch (...) {
        CaughtError caught = caughtError();
        if (caught.isCancelled) {
            return contracts::Outcome<T>(contracts::Cancelled());
        }
        return contracts::Outcome<T>(std::move(caught.problem));
    }
}

/// The same end for an outcome of another type; `outcome` must not be a value.
template <typename T, typename From>
[[nodiscard]] contracts::Outcome<T> withoutValue(const contracts::Outcome<From>& outcome) {
    if (outcome.isCancelled()) {
        return contracts::Outcome<T>(contracts::Cancelled());
    }
    return contracts::Outcome<T>(outcome.problem());
}

} // namespace trutina::services
