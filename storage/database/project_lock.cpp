// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/project_lock.h"

#include "storage/database/files.h"
#include "storage/database/sqlite_failure.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace trutina::storage {

namespace {

// The kernel's lock belongs to the process, and closing any descriptor of the file gives it up. So a process must have one
// descriptor per project, and this is the list of them.
struct HeldLock {
    std::unique_ptr<FileDescriptor> descriptor;
    int users = 0;
    pid_t process = 0; ///< that took it; another one in a forked child, where the entry means nothing
};

struct LocksOfThisProcess {
    std::mutex mutex;
    std::map<std::filesystem::path, HeldLock> byFile; ///< guarded by mutex
};

LocksOfThisProcess& locksOfThisProcess() {
    static LocksOfThisProcess locks;
    return locks;
}

std::string holderText() {
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) != 0) {
        host[0] = '\0';
    }
    return "process " + std::to_string(getpid()) + " on " + host.data() + "\n";
}

std::string readHolder(int descriptor) {
    std::array<char, 512> buffer{};
    const auto length = pread(descriptor, buffer.data(), buffer.size() - 1, 0);
    std::string text(buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    return text.substr(0, text.find('\n'));
}

bool isSameFile(int descriptor, const std::filesystem::path& file) {
    struct stat opened {};
    struct stat named {};
    return fstat(descriptor, &opened) == 0 && stat(file.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
           opened.st_ino == named.st_ino;
}

enum class Attempt { Locked, Held };

Attempt lockWhole(int descriptor, const std::filesystem::path& file) {
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (fcntl(descriptor, F_SETLK, &whole) == 0) {
        return Attempt::Locked;
    }
    if (errno == EACCES || errno == EAGAIN) {
        return Attempt::Held;
    }
    throw failureOf(errno, file);
}

std::unique_ptr<FileDescriptor> takeLock(const std::filesystem::path& file, LockTakeOver takeOver) {
    constexpr int kAttempts = 100;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        auto opened = std::make_unique<FileDescriptor>(
            open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH));
        if (!opened->isOpen()) {
            throw failureOf(errno, file);
        }
        if (lockWhole(opened->get(), file) == Attempt::Held) {
            if (takeOver == LockTakeOver::Yes) {
                unlink(file.c_str()); // the holder keeps the lock of a file without a name
                continue;
            }
            const std::string holder = readHolder(opened->get());
            throw Failure("project.in_use",
                          "This project is open in another window" + (holder.empty() ? "" : " (" + holder + ")") + ".",
                          "Close it there first, or open it here to look at it only.", file.string());
        }
        if (!isSameFile(opened->get(), file)) {
            continue; // its last holder removed it between open and lock
        }
        const std::string holder = holderText();
        // Who holds it is a courtesy for the message; the lock holds without it, even on a full disk.
        if (ftruncate(opened->get(), 0) != 0 || pwrite(opened->get(), holder.data(), holder.size(), 0) < 0) {
            errno = 0;
        }
        return opened;
    }
    throw Failure("project.in_use", "This project is being opened and closed by another program.", "Try again in a moment.",
                  file.string());
}

} // namespace

ProjectLock::ProjectLock(const std::filesystem::path& project, LockTakeOver takeOver)
    : m_file(std::filesystem::weakly_canonical(project).string() + ".lock"), m_process(getpid()) {
    auto& locks = locksOfThisProcess();
    const std::lock_guard guard(locks.mutex);
    const auto found = locks.byFile.find(m_file);
    if (found != locks.byFile.end() && found->second.process == m_process) {
        ++found->second.users;
        return;
    }
    auto descriptor = takeLock(m_file, takeOver);
    locks.byFile[m_file] = HeldLock{std::move(descriptor), 1, m_process};
}

ProjectLock::~ProjectLock() {
    if (m_process != getpid()) {
        return;
    }
    auto& locks = locksOfThisProcess();
    const std::lock_guard guard(locks.mutex);
    const auto found = locks.byFile.find(m_file);
    if (found == locks.byFile.end() || --found->second.users > 0) {
        return;
    }
    // Still locked while the name goes: whoever opened the file before then sees that the name leads elsewhere.
    if (isSameFile(found->second.descriptor->get(), m_file)) {
        unlink(m_file.c_str());
    }
    locks.byFile.erase(found);
}

} // namespace trutina::storage
