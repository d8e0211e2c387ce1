// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <string>
#include <utility>

namespace trutina::storage {

/// What went wrong, as a value: a code to branch on ("project.newer", "disk.full", "media.not_found", …, listed in
/// docs/error-codes.md), one sentence for the user, one that says what to do, and a detail for the log.
struct Error {
    std::string code;
    std::string message;
    std::string hint;
    std::string detail;
};

/// Thrown inside storage, translated into a value at its border. After a Failure the project file is as it was before the call.
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

/// Thrown by a long operation whose stop token was triggered. Nothing half-done is left behind.
class Cancelled : public std::exception {
  public:
    [[nodiscard]] const char* what() const noexcept override { return "cancelled"; }
};

} // namespace trutina::storage
