// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_input.h"

#include "app/cli/console.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace trutina::cli {

namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 16;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool isBlankLetter(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r';
}

bool isBlank(const std::string& line) {
    return std::all_of(line.begin(), line.end(), isBlankLetter);
}

[[noreturn]] void failReading(const std::string& name, int error) {
    throw CommandFailure(ExitCode::File,
                         {QStringLiteral("file.read"),
                          QStringLiteral("%1 could not be read: %2.")
                              .arg(QString::fromStdString(name), QString::fromStdString(std::system_category().message(error))),
                          QStringLiteral("Check the path and the permissions."),
                          {}});
}

} // namespace

RecordInput::RecordInput(const std::string& name, const Interrupt& interrupt) : m_interrupt(interrupt), m_name(name) {
    if (name == "-") {
        m_descriptor = STDIN_FILENO;
        m_name = "standard input";
        m_baseDirectory = std::filesystem::current_path();
        struct stat status {};
        m_isRegularFile = fstat(m_descriptor, &status) == 0 && S_ISREG(status.st_mode);
        m_start = m_isRegularFile ? std::max<std::int64_t>(0, lseek(m_descriptor, 0, SEEK_CUR)) : 0;
        return;
    }
    m_descriptor = open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (m_descriptor < 0) {
        failReading(name, errno);
    }
    m_isOwned = true;
    m_baseDirectory = std::filesystem::absolute(name).parent_path();
    struct stat status {};
    if (fstat(m_descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
        close(m_descriptor);
        failReading(name, EISDIR);
    }
    m_isRegularFile = S_ISREG(status.st_mode);
    m_bytesInAll = m_isRegularFile ? status.st_size : 0;
}

RecordInput::~RecordInput() {
    if (m_isOwned) {
        close(m_descriptor);
    }
}

std::optional<std::string> RecordInput::next() {
    std::size_t searched = m_position;
    while (true) {
        const std::size_t end = m_buffer.find('\n', searched);
        const bool isLastLine = end == std::string::npos && m_isAtEnd;
        if (end != std::string::npos || (isLastLine && m_position < m_buffer.size())) {
            std::string line = m_buffer.substr(m_position, end == std::string::npos ? end : end - m_position);
            m_position = end == std::string::npos ? m_buffer.size() : end + 1;
            if (!line.empty() && line.back() == '\r') {
                line.pop_back();
            }
            if (++m_lineNumber == 1 && line.starts_with(kByteOrderMark)) {
                line.erase(0, kByteOrderMark.size()); // it is no part of the record
            }
            return line;
        }
        if (isLastLine) {
            return std::nullopt;
        }
        m_buffer.erase(0, m_position);
        m_position = 0;
        searched = m_buffer.size();
        if (!readMore()) {
            return std::nullopt;
        }
    }
}

std::optional<std::string> RecordInput::nextRecord() {
    while (auto line = next()) {
        if (!isBlank(*line)) {
            return line;
        }
    }
    return std::nullopt;
}

bool RecordInput::hasLine() const {
    return m_isAtEnd || m_buffer.find('\n', m_position) != std::string::npos;
}

bool RecordInput::isReady(std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!hasLine()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0 || !readMore(static_cast<int>(left.count()))) {
            return hasLine();
        }
    }
    return true;
}

std::int64_t RecordInput::countRecords() const {
    std::array<char, kReadBytes> buffer{};
    std::int64_t records = 0;
    std::int64_t position = m_start;
    bool isInRecord = false;
    while (true) {
        const ssize_t count = pread(m_descriptor, buffer.data(), buffer.size(), position);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            failReading(m_name, errno);
        }
        if (count == 0) {
            return records;
        }
        std::string_view piece(buffer.data(), static_cast<std::size_t>(count));
        if (position == m_start && piece.starts_with(kByteOrderMark)) {
            piece.remove_prefix(kByteOrderMark.size());
        }
        position += count;
        for (const char letter : piece) {
            if (letter == '\n') {
                isInRecord = false;
            } else if (!isInRecord && !isBlankLetter(letter)) {
                isInRecord = true;
                ++records;
            }
        }
    }
}

double RecordInput::fractionRead() const {
    return m_bytesInAll > 0 ? static_cast<double>(m_bytesRead - static_cast<std::int64_t>(m_buffer.size() - m_position)) /
                                  static_cast<double>(m_bytesInAll)
                            : -1;
}

/// False when the user cancelled, or when nothing came within `patience` milliseconds.
bool RecordInput::readMore(int patience) {
    while (true) {
        std::array<pollfd, 2> waited{{{m_descriptor, POLLIN, 0}, {m_interrupt.descriptor(), POLLIN, 0}}};
        const int found = poll(waited.data(), waited.size(), patience);
        if (found < 0 && errno != EINTR) {
            failReading(m_name, errno);
        }
        if (m_interrupt.token().stop_requested() || (patience >= 0 && found <= 0)) {
            return false;
        }
        if (waited[0].revents == 0) {
            continue;
        }
        const std::size_t old = m_buffer.size();
        m_buffer.resize(old + kReadBytes);
        const ssize_t count = read(m_descriptor, m_buffer.data() + old, kReadBytes);
        const int error = errno;
        m_buffer.resize(old + static_cast<std::size_t>(count > 0 ? count : 0));
        if (count < 0 && error == EINTR) {
            continue;
        }
        if (count < 0) {
            failReading(m_name, error);
        }
        m_bytesRead += count;
        m_isAtEnd = count == 0;
        return true;
    }
}

} // namespace trutina::cli
