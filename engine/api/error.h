// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <string>
#include <utility>

namespace trutina::engine {

/// What went wrong, as a value that crosses threads.
///
/// `code` is stable and meant to branch on ("media.not_found", "checkpoint.tensor_missing", …; the list is in
/// docs/error-codes.md). `message` is one sentence that says what happened, `hint` one that says what to do (may be empty),
/// `detail` is for the log (may be long).
struct Error {
    std::string code;
    std::string message;
    std::string hint;
    std::string detail;
};

/// Thrown inside the engine, translated into a value at its border.
class Failure : public std::exception {
  public:
    explicit Failure(Error error) : m_error(std::move(error)) {}
    Failure(std::string code, std::string message, std::string hint = {}, std::string detail = {})
        : m_error{std::move(code), std::move(message), std::move(hint), std::move(detail)} {}

    [[nodiscard]] const Error& error() const noexcept { return m_error; }
    [[nodiscard]] const char* what() const noexcept override { return m_error.message.c_str(); }

  private:
    Error m_error;
};

/// Thrown by a long operation whose stop token was triggered. An outcome, not an error: nothing is logged or shown.
class Cancelled : public std::exception {
  public:
    [[nodiscard]] const char* what() const noexcept override { return "cancelled"; }
};

} // namespace trutina::engine
