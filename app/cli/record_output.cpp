// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_output.h"

#include "app/cli/console.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace trutina::cli {

namespace fs = std::filesystem;

namespace {

QString text(const fs::path& file) {
    return QString::fromStdString(file.string());
}

[[noreturn]] void fail(const char* code, const QString& message, const QString& hint) {
    throw CommandFailure(ExitCode::File, {QString::fromLatin1(code), message, hint, {}});
}

[[noreturn]] void failWriting(const fs::path& file, int error) {
    fail(error == ENOSPC ? "disk.full" : "file.write",
         QStringLiteral("%1 could not be written: %2.")
             .arg(text(file), QString::fromStdString(std::system_category().message(error))),
         error == ENOSPC ? QStringLiteral("Free some space and continue with --resume.")
                         : QStringLiteral("Check the folder and its permissions."));
}

/// Reads the whole file from its start, in pieces.
template <typename Visit>
void readAll(int descriptor, const fs::path& file, std::int64_t bytes, const Visit& visit) {
    std::array<char, 65536> buffer{};
    std::int64_t position = 0;
    while (position < bytes) {
        const ssize_t count = pread(descriptor, buffer.data(), buffer.size(), position);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            failWriting(file, count < 0 ? errno : EIO);
        }
        visit(std::string_view(buffer.data(), static_cast<std::size_t>(std::min<std::int64_t>(count, bytes - position))),
              position);
        position += count;
    }
}

} // namespace

RecordOutput::RecordOutput(const Options& options) {
    if (options.name == "-") {
        return;
    }
    m_file = options.name;
    m_part = options.name + ".part";
    if (fs::exists(m_file) && !options.force) {
        fail("file.exists", QStringLiteral("%1 exists already.").arg(text(m_file)),
             QStringLiteral("Choose another name, or replace it with --force."));
    }
    if (fs::exists(m_part) && !options.force && !options.resume) {
        fail("file.unfinished", QStringLiteral("%1 holds the records of a run that was cut short.").arg(text(m_part)),
             QStringLiteral("Continue it with --resume, or begin anew with --force."));
    }
    m_descriptor = open(m_part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (m_descriptor < 0) {
        failWriting(m_part, errno);
    }
    if (flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        close(m_descriptor);
        fail("file.in_use", QStringLiteral("Another program is writing %1.").arg(text(m_part)),
             QStringLiteral("Wait for it, or choose another name."));
    }
    if (options.resume) {
        dropIncompleteLine();
    } else if (ftruncate(m_descriptor, 0) != 0) {
        failWriting(m_part, errno);
    }
}

RecordOutput::~RecordOutput() {
    if (m_descriptor >= 0) {
        const bool isEmpty = lseek(m_descriptor, 0, SEEK_END) == 0;
        close(m_descriptor);
        if (isEmpty) {
            std::error_code ignored; // nothing to resume from
            fs::remove(m_part, ignored);
        }
    }
}

void RecordOutput::dropIncompleteLine() {
    const auto bytes = static_cast<std::int64_t>(lseek(m_descriptor, 0, SEEK_END));
    readAll(m_descriptor, m_part, bytes, [&](std::string_view piece, std::int64_t position) {
        const std::size_t end = piece.rfind('\n');
        if (end != std::string_view::npos) {
            m_earlierBytes = position + static_cast<std::int64_t>(end) + 1;
        }
    });
    if (ftruncate(m_descriptor, m_earlierBytes) != 0 || lseek(m_descriptor, 0, SEEK_END) < 0) {
        failWriting(m_part, errno);
    }
}

void RecordOutput::forEachEarlierLine(const std::function<void(std::string_view)>& visit) const {
    std::string line;
    readAll(m_descriptor, m_part, m_earlierBytes, [&](std::string_view piece, std::int64_t) {
        while (!piece.empty()) {
            const std::size_t end = piece.find('\n');
            line += piece.substr(0, end);
            if (end == std::string_view::npos) {
                return;
            }
            visit(line);
            line.clear();
            piece.remove_prefix(end + 1);
        }
    });
}

void RecordOutput::writeLine(const std::string& line) {
    if (!isFile()) {
        printLine(line);
        return;
    }
    const std::string bytes = line + '\n';
    std::size_t written = 0;
    while (written < bytes.size()) {
        const ssize_t count = write(m_descriptor, bytes.data() + written, bytes.size() - written);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            failWriting(m_part, errno);
        }
        written += static_cast<std::size_t>(count);
    }
}

void RecordOutput::commit() {
    if (!isFile()) {
        return;
    }
    if (fsync(m_descriptor) != 0) {
        failWriting(m_part, errno);
    }
    if (rename(m_part.c_str(), m_file.c_str()) != 0) {
        failWriting(m_file, errno);
    }
    close(m_descriptor);
    m_descriptor = -1;
    // The new name is on disk only when the folder is.
    const fs::path folder = fs::absolute(m_file).parent_path();
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
}

} // namespace trutina::cli
