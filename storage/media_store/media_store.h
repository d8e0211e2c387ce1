// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/files.h"
#include "storage/media_store/media_kind.h"
#include "storage/records/item.h"

#include <filesystem>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace trutina::storage {

/// A medium as the store took it in, and as the project remembers it.
struct StoredMedia {
    std::string sha256; ///< lower-case hexadecimal
    MediaPolicy policy = MediaPolicy::Copy;
    std::string
        path; ///< Copy: within the media folder; Reference: relative to the project's folder when inside it, else absolute
    MediaKind kind = MediaKind::Image;
    FileStamp stamp; ///< of the file that holds the bytes
    bool operator==(const StoredMedia&) const = default;
};

/// The bytes of a project's pictures and videos: copies in the folder NAME-media, each named after its SHA-256 (ab/abcdef….png),
/// or the user's own files. A copy appears complete or not at all, is on the disk when put() returns, and is never
/// overwritten or removed by the store. Threads: used by one thread; several stores on one folder get along.
class MediaStore {
  public:
    MediaStore(std::filesystem::path projectFolder, std::filesystem::path mediaFolder);

    /// Hashes `file` and, by policy, copies it. The same bytes are kept once. Throws Failure "media.not_found", "disk.full",
    /// "disk.write".
    StoredMedia put(const std::filesystem::path& file, MediaPolicy policy);

    /// Where the bytes are expected now, absolute.
    [[nodiscard]] std::filesystem::path locate(const StoredMedia& media) const;

    /// Size and time first; only when the time differs, the hash. What was hashed is remembered while the file stays as it is.
    [[nodiscard]] MediaState state(const StoredMedia& media) const;

    /// Hashes the bytes whatever the time says.
    [[nodiscard]] MediaState verify(const StoredMedia& media) const;

    /// Files in the media folder whose hash `isKnown` denies. Nothing removes them but the user.
    [[nodiscard]] std::vector<std::filesystem::path> orphans(const std::function<bool(const std::string& sha256)>& isKnown) const;

    [[nodiscard]] const std::filesystem::path& folder() const { return m_mediaFolder; }

  private:
    struct Hashed {
        FileStamp stamp;
        std::string sha256;
    };

    [[nodiscard]] std::string remembered(const std::filesystem::path& path) const;
    void copy(const std::filesystem::path& from, const std::filesystem::path& to, const std::string& sha256) const;

    std::filesystem::path m_projectFolder;
    std::filesystem::path m_mediaFolder;
    mutable std::unordered_map<std::string, Hashed> m_hashed; ///< by path
};

} // namespace trutina::storage
