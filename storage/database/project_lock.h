// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>

namespace trutina::storage {

enum class LockTakeOver { No, Yes };

/// Says to other processes that a project is open for changes, through a lock of the kernel on the file NAME.trutina.lock.
/// The lock of a process that died is gone with it, so a stale file means nothing. Within one process the lock is shared:
/// it is given up with the last object. Threads: may be made and destroyed in any thread.
class ProjectLock {
  public:
    /// Throws Failure "project.in_use", with the process and the machine that hold it in the sentence.
    ProjectLock(const std::filesystem::path& project, LockTakeOver takeOver);
    ~ProjectLock();
    ProjectLock(const ProjectLock&) = delete;
    ProjectLock& operator=(const ProjectLock&) = delete;

  private:
    std::filesystem::path m_file;
    pid_t m_process; ///< a forked child inherits this object but not the kernel's lock
};

} // namespace trutina::storage
