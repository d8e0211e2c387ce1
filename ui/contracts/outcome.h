// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <utility>
#include <variant>

namespace trutina::contracts {

/// An error as a page shows it: a sentence, what to do, and a detail behind "More". `code` is for branching.
struct Problem {
    QString code;
    QString message;
    QString hint;
    QString detail;

    /// What happened and what to do.
    [[nodiscard]] QString sentences() const { return hint.isEmpty() ? message : message + QLatin1Char(' ') + hint; }
};

struct Cancelled {};
struct Nothing {}; ///< the value of an operation that returns none

/// The one end of an asynchronous operation.
template <typename T>
class Outcome {
  public:
    Outcome(T value) : m_state(std::move(value)) {}           // NOLINT(google-explicit-constructor): values are outcomes
    Outcome(Problem problem) : m_state(std::move(problem)) {} // NOLINT(google-explicit-constructor)
    Outcome(Cancelled cancelled) : m_state(cancelled) {}      // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool isValue() const { return std::holds_alternative<T>(m_state); }
    [[nodiscard]] bool isCancelled() const { return std::holds_alternative<Cancelled>(m_state); }
    [[nodiscard]] bool isProblem() const { return std::holds_alternative<Problem>(m_state); }
    [[nodiscard]] const T& value() const { return std::get<T>(m_state); }
    [[nodiscard]] const Problem& problem() const { return std::get<Problem>(m_state); }

  private:
    std::variant<T, Problem, Cancelled> m_state;
};

/// Receives the outcome on the thread of its guard object, exactly once, and never after the guard is gone.
/// May be empty when the caller does not care.
template <typename T>
using Reply = std::function<void(const Outcome<T>&)>;

} // namespace trutina::contracts
