// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/files.h"

#include "storage/database/sqlite_failure.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

namespace trutina::storage {

namespace {

std::filesystem::path folderOf(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

void sync(const std::filesystem::path& path, int flags) {
    const FileDescriptor descriptor(open(path.c_str(), flags | O_CLOEXEC));
    if (!descriptor.isOpen()) {
        throw failureOf(errno, path);
    }
    // Some file systems cannot synchronise a folder and say EINVAL; there is nothing more to be done on them.
    if (fsync(descriptor.get()) != 0 && errno != EINVAL) {
        throw failureOf(errno, path);
    }
}

std::string suffixOfThisProcess() {
    static std::atomic<unsigned> counter{0};
    return ".tmp-" + std::to_string(getpid()) + std::string("-").append(std::to_string(++counter));
}

} // namespace

FileDescriptor::~FileDescriptor() {
    if (m_descriptor >= 0) {
        close(m_descriptor);
    }
}

std::optional<FileStamp> stampOf(const std::filesystem::path& file) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    return FileStamp{status.st_size, status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec};
}

void syncFile(const std::filesystem::path& file) {
    sync(file, O_RDONLY);
}

void syncFolder(const std::filesystem::path& folder) {
    sync(folder, O_RDONLY | O_DIRECTORY);
}

TemporaryFile::TemporaryFile(const std::filesystem::path& target)
    : m_path(folderOf(target) / ("." + target.filename().string() + suffixOfThisProcess())) {}

TemporaryFile::~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(m_path, ignored);
    std::filesystem::remove(m_path.string() + "-wal", ignored);
    std::filesystem::remove(m_path.string() + "-shm", ignored);
    std::filesystem::remove(m_path.string() + "-journal", ignored);
}

void TemporaryFile::moveTo(const std::filesystem::path& target, Existing existing) const {
    syncFile(m_path);
    const unsigned flags = existing == Existing::Refuse ? static_cast<unsigned>(RENAME_NOREPLACE) : 0U;
    if (renameat2(AT_FDCWD, m_path.c_str(), AT_FDCWD, target.c_str(), flags) != 0) {
        int problem = errno;
        if (problem == EINVAL) { // a file system without RENAME_NOREPLACE
            problem = std::filesystem::exists(target) ? EEXIST : (rename(m_path.c_str(), target.c_str()) == 0 ? 0 : errno);
        }
        if (problem == EEXIST) {
            throw Failure("project.exists", "The file \"" + target.filename().string() + "\" exists already.",
                          "Choose another name.", target.string());
        }
        if (problem != 0) {
            throw failureOf(problem, target);
        }
    }
    syncFolder(folderOf(target));
}

} // namespace trutina::storage
