// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace trutina::engine {

/// A file as read-only memory. The bytes stay where they are until the object dies, also when it is moved.
/// A file that another program shortens while it is mapped ends the process (SIGBUS) when the lost pages are read: checkpoints
/// are to be replaced by renaming, never written in place.
class MappedFile {
  public:
    /// Throws Failure "checkpoint.not_found" or "checkpoint.unreadable".
    explicit MappedFile(const std::filesystem::path& file);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    [[nodiscard]] std::span<const std::byte> bytes() const { return {m_start, m_size}; }
    /// Whether `part` lies in this file.
    [[nodiscard]] bool contains(std::span<const std::byte> part) const;
    /// Reads and maps the pages that hold `part`, which must lie in this file. A failure shows when they are used.
    void fetch(std::span<const std::byte> part) const;
    /// Lets the kernel take back the pages that lie entirely inside `part`, which must lie in this file. They are read from disk
    /// again when touched.
    void release(std::span<const std::byte> part) const;

  private:
    const std::byte* m_start = nullptr;
    std::size_t m_size = 0;
};

} // namespace trutina::engine
