// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace trutina::bench {

/// A program that is talked to line by line through its standard input and output; its errors go where ours go.
/// Ends with its input: the destructor closes it and waits.
class ChildProcess {
  public:
    /// The first argument is looked up in PATH. Throws std::runtime_error when no process can be made.
    explicit ChildProcess(const std::vector<std::string>& arguments);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    void writeLine(const std::string& line);
    /// Without its end; nothing when the program has closed its output.
    [[nodiscard]] std::optional<std::string> readLine();

  private:
    pid_t m_pid = -1;
    std::FILE* m_toChild = nullptr;
    std::FILE* m_fromChild = nullptr;
};

/// Runs a program to its end. Throws std::runtime_error unless its exit code is 0.
void runProgram(const std::vector<std::string>& arguments);

} // namespace trutina::bench
