// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace trutina::engine {

/// The files that a medium consists of, in the order in which they are read: itself, or the frames of a folder (frameFiles()).
/// Throws Failure "media.not_found" and as frameFiles().
[[nodiscard]] std::vector<std::filesystem::path> mediaFiles(const std::filesystem::path& medium);

/// Content hashes of media, remembered for as long as a file's size, times and inode stay what they were.
/// Threads: any.
class MediaHashes {
  public:
    /// "sha256:" and 64 digits. Of a file, those that sha256sum prints. Of a folder of frames, a hash over the hashes of the
    /// frames in their order: equal for equal frames under other names, never that of a file.
    /// Throws Failure "media.not_found", "media.unreadable" and as frameFiles().
    [[nodiscard]] std::string of(const std::filesystem::path& medium);

    /// Files that were read, for tests and statistics: a remembered one does not count.
    [[nodiscard]] std::int64_t filesRead() const;

  private:
    /// What tells, without reading it, whether a file is still the one that was hashed.
    struct FileState {
        std::uint64_t device = 0, inode = 0;
        std::int64_t size = 0;
        std::int64_t modified = 0; ///< nanoseconds
        std::int64_t changed = 0;  ///< nanoseconds; moves also when the time of modification was set back by hand
        bool operator==(const FileState&) const = default;
    };
    struct Remembered {
        FileState state;
        std::string hash;
    };

    [[nodiscard]] static FileState stateOf(const std::filesystem::path& file);
    [[nodiscard]] std::string ofFile(const std::filesystem::path& file);

    mutable std::mutex m_mutex;                     // guards all below
    std::map<std::string, Remembered> m_remembered; ///< by path
    std::int64_t m_filesRead = 0;
};

} // namespace trutina::engine
