// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "ui/contracts/outcome.h"

#include <exception>
#include <string>

namespace trutina::cli {

/// What every command understands.
struct ConsoleOptions {
    bool quiet = false;
    bool noColor = false;
    std::string logLevel = "info";
};

/// Messages for people go to standard error; --quiet leaves only errors.
void setUpLog(const ConsoleOptions& options);

[[nodiscard]] bool isErrorTerminal();
[[nodiscard]] bool isOutputTerminal();

/// A problem on its way to main(), which says it and ends with `exitCode`.
class CommandFailure : public std::exception {
  public:
    CommandFailure(ExitCode exitCode, contracts::Problem problem);
    [[nodiscard]] const char* what() const noexcept override { return m_text.c_str(); }
    [[nodiscard]] ExitCode exitCode() const { return m_exitCode; }
    [[nodiscard]] const contracts::Problem& problem() const { return m_problem; }

  private:
    ExitCode m_exitCode;
    contracts::Problem m_problem;
    std::string m_text;
};

/// Thrown where the user cancelled; main() ends with 130.
class CommandCancelled : public std::exception {};

void sayProblem(const contracts::Problem& problem);

/// 5 when the problem is one of memory, otherwise `usual`.
[[nodiscard]] ExitCode exitCodeOf(const contracts::Problem& problem, ExitCode usual);

/// The value, or the exception that ends the command.
template <typename T>
[[nodiscard]] const T& valueOf(const contracts::Outcome<T>& outcome, ExitCode exitCode) {
    if (outcome.isCancelled()) {
        throw CommandCancelled();
    }
    if (outcome.isProblem()) {
        throw CommandFailure(exitCodeOf(outcome.problem(), exitCode), outcome.problem());
    }
    return outcome.value();
}

/// To standard output, with a line end. Throws CommandFailure when it cannot be written.
void printLine(const std::string& text);

} // namespace trutina::cli
