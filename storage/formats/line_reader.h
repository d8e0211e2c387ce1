// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace trutina::storage {

/// Cuts a stream into lines without ever holding more than one of them. Not thread-safe; the stream must outlive the reader.
///
/// A byte order mark at the start and a carriage return at the end of a line are dropped; lines of white space alone are passed
/// over but counted. Throws Failure "file.not_utf8" for UTF-16 and UTF-32 and "file.read" when the stream breaks.
class LineReader {
  public:
    static constexpr std::size_t kLongestLine = std::size_t{64} << 20U;

    explicit LineReader(std::istream& stream, std::size_t longestLine = kLongestLine);

    /// Goes to the next line; false at the end.
    bool next();
    [[nodiscard]] const std::string& line() const { return m_line; }
    [[nodiscard]] std::int64_t number() const { return m_number; }   ///< of the current line, 1-based
    [[nodiscard]] bool isTooLong() const { return m_isTooLong; }     ///< then line() is empty
    [[nodiscard]] std::int64_t bytesRead() const { return m_bytes; } ///< up to the end of the current line

  private:
    bool fill();
    bool readLine();
    void append(const char* bytes, std::size_t count);

    std::istream& m_stream;
    std::size_t m_longestLine;
    std::vector<char> m_buffer;
    std::size_t m_position = 0;
    std::size_t m_end = 0;
    std::string m_line;
    bool m_isTooLong = false;
    std::int64_t m_number = 0;
    std::int64_t m_bytes = 0;
};

} // namespace trutina::storage
