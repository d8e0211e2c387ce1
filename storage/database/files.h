// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace trutina::storage {

/// Closes a file descriptor at the end of the scope.
class FileDescriptor {
  public:
    explicit FileDescriptor(int descriptor) : m_descriptor(descriptor) {}
    ~FileDescriptor();
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

  private:
    int m_descriptor;
};

/// What tells, without reading it, that a file was probably not touched.
struct FileStamp {
    std::int64_t bytes = 0;
    std::int64_t modifiedNanoseconds = 0; ///< since 1970-01-01 UTC
    bool operator==(const FileStamp&) const = default;
};

/// Of a regular file (links are followed); nothing when there is none or it cannot be looked at.
[[nodiscard]] std::optional<FileStamp> stampOf(const std::filesystem::path& file);

/// Waits until the content of a file, or the names in a folder, are on the disk. Throws Failure.
void syncFile(const std::filesystem::path& file);
void syncFolder(const std::filesystem::path& folder);

enum class Existing { Replace, Refuse };

/// A name beside `target` for a file in the making, which is removed at the end of the scope when it was not moved.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::filesystem::path& target);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// Makes it `target`, in one step that a power cut cannot halve. Throws Failure "project.exists" when it is there and
    /// must not be replaced.
    void moveTo(const std::filesystem::path& target, Existing existing) const;

  private:
    std::filesystem::path m_path;
};

} // namespace trutina::storage
