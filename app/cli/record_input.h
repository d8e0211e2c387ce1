// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/interrupt.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace trutina::cli {

/// Lines of a file or of standard input. A wait for more input ends with Ctrl+C.
class RecordInput {
  public:
    /// "-" is standard input. Throws CommandFailure when the file cannot be opened.
    RecordInput(const std::string& name, const Interrupt& interrupt);
    ~RecordInput();
    RecordInput(const RecordInput&) = delete;
    RecordInput& operator=(const RecordInput&) = delete;

    /// The next line without its end, or nothing when there is none or the user cancelled.
    /// Throws CommandFailure when the input cannot be read.
    std::optional<std::string> next();
    /// The next line with anything in it.
    std::optional<std::string> nextRecord();

    /// Whether next() would give a line, or the end, at once; waits for that no longer than `patience`.
    [[nodiscard]] bool isReady(std::chrono::milliseconds patience);
    /// A file on disk: it never makes wait, and its records can be counted.
    [[nodiscard]] bool isRegularFile() const { return m_isRegularFile; }
    /// Lines of a regular file that are not blank, whatever was read of it. Throws CommandFailure.
    [[nodiscard]] std::int64_t countRecords() const;

    [[nodiscard]] std::int64_t lineNumber() const { return m_lineNumber; } ///< of the line that next() gave last, 1-based
    [[nodiscard]] const std::filesystem::path& baseDirectory() const { return m_baseDirectory; } ///< relative paths start here
    [[nodiscard]] double fractionRead() const; ///< 0..1, or negative when the size is unknown
    [[nodiscard]] const std::string& name() const { return m_name; }

  private:
    [[nodiscard]] bool hasLine() const;
    bool readMore(int patience = -1);

    const Interrupt& m_interrupt;
    std::string m_name;
    std::filesystem::path m_baseDirectory;
    int m_descriptor = -1;
    bool m_isOwned = false;
    bool m_isRegularFile = false;
    bool m_isAtEnd = false;
    std::string m_buffer;
    std::size_t m_position = 0; ///< of the first byte in m_buffer that was not given yet
    std::int64_t m_lineNumber = 0;
    std::int64_t m_start = 0; ///< of a regular file, where reading began
    std::int64_t m_bytesRead = 0;
    std::int64_t m_bytesInAll = 0;
};

} // namespace trutina::cli
