// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/line_reader.h"

#include "storage/records/error.h"

#include <cstring>
#include <string_view>

namespace trutina::storage {
namespace {

constexpr std::size_t kBufferSize = std::size_t{256} << 10U;

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

} // namespace

LineReader::LineReader(std::istream& stream, std::size_t longestLine)
    : m_stream(stream), m_longestLine(longestLine), m_buffer(kBufferSize) {}

bool LineReader::next() {
    while (readLine()) {
        if (m_isTooLong || !isBlank(m_line)) {
            return true;
        }
    }
    return false;
}

bool LineReader::fill() {
    m_stream.read(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
    m_position = 0;
    m_end = static_cast<std::size_t>(m_stream.gcount());
    if (m_stream.bad()) {
        throw Failure("file.read", "The file could not be read to its end.",
                      "Check the disk or the connection it lies on and try again.");
    }
    return m_end > 0;
}

void LineReader::append(const char* bytes, std::size_t count) {
    if (m_isTooLong) {
        return;
    }
    if (m_line.size() + count > m_longestLine) {
        m_isTooLong = true;
        m_line = {}; // gives the memory back
        return;
    }
    m_line.append(bytes, count);
}

bool LineReader::readLine() {
    m_line.clear();
    m_isTooLong = false;
    bool hasSeenBytes = false;
    while (true) {
        if (m_position == m_end) {
            if (!fill()) {
                break;
            }
            if (m_number == 0 && m_bytes == 0) {
                const std::string_view start(m_buffer.data(), m_end);
                if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF") ||
                    start.starts_with(std::string_view("\0\0\xFE\xFF", 4))) {
                    throw Failure("file.not_utf8", "The file is encoded as UTF-16 or UTF-32.", "Save it as UTF-8 and try again.");
                }
                if (start.starts_with("\xEF\xBB\xBF")) {
                    m_position = 3;
                    m_bytes = 3;
                }
            }
            if (m_position == m_end) {
                continue;
            }
        }
        hasSeenBytes = true;
        const char* from = m_buffer.data() + m_position;
        const auto* newline = static_cast<const char*>(std::memchr(from, '\n', m_end - m_position));
        const std::size_t count = newline == nullptr ? m_end - m_position : static_cast<std::size_t>(newline - from);
        append(from, count);
        m_position += count;
        m_bytes += static_cast<std::int64_t>(count);
        if (newline != nullptr) {
            ++m_position;
            ++m_bytes;
            break;
        }
    }
    if (!hasSeenBytes) {
        return false;
    }
    if (!m_line.empty() && m_line.back() == '\r') {
        m_line.pop_back();
    }
    ++m_number;
    return true;
}

} // namespace trutina::storage
