// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/media_store/sha256.h"

#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// A file that an export wrote.
struct ExportedFile {
    std::string name; ///< relative to the folder, with slashes
    std::int64_t bytes = 0;
    std::string sha256;
};

/// Hash of a file, lower-case hexadecimal. Throws Failure "file.read".
std::string sha256OfFile(const std::filesystem::path& file);

/// A folder in the making: everything is written into a folder beside the wanted one and appears there all at once, or not at
/// all.
///
/// Throws Failure "export.folder_not_empty", "export.not_an_export", "export.not_a_folder", "disk.full", "disk.write". An
/// existing folder is replaced only when it holds nothing but what the report of an earlier export lists: other people's files
/// are never removed.
class ExportFolder {
  public:
    ExportFolder(const std::filesystem::path& directory, bool replaceExisting);
    /// One that keeps nothing: what is written to it is counted and hashed, and no folder is made.
    ExportFolder() = default;
    ~ExportFolder(); ///< removes what was not published
    ExportFolder(const ExportFolder&) = delete;
    ExportFolder& operator=(const ExportFolder&) = delete;

    class File;
    /// A new file; folders on the way are made.
    [[nodiscard]] std::unique_ptr<File> create(const std::string& name);
    void write(const std::string& name, std::string_view content);
    void copy(const std::filesystem::path& source, const std::string& name);

    /// Gives a closed file another name, of the same folder.
    void rename(const std::string& name, const std::string& newName);

    /// Makes the folder visible under its name, flushed to the disk.
    void publish();

    [[nodiscard]] const std::vector<ExportedFile>& files() const { return m_files; } ///< those closed so far, in that order
    [[nodiscard]] const std::filesystem::path& directory() const { return m_directory; }

  private:
    std::filesystem::path m_directory;
    std::filesystem::path m_temporary; ///< empty: nothing is kept
    bool m_replaceExisting = false;
    bool m_isPublished = false;
    std::vector<ExportedFile> m_files;
};

/// Buffered; hashed and written on a thread of its own, a block at a time, while the next one is filled. What goes wrong there is
/// thrown by the next call. Call close(): a file that was not closed is not part of the export.
class ExportFolder::File {
  public:
    File(ExportFolder& folder, std::string name, const std::filesystem::path& path);
    ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    void write(std::string_view text);
    void close();

  private:
    void settle(); ///< waits for the block that is being written
    void put(std::string_view block);

    ExportFolder& m_folder;
    std::string m_name;
    int m_descriptor;
    std::string m_buffer;
    std::string m_block; ///< being written, as are the sums over it
    std::int64_t m_bytes = 0;
    Sha256 m_hash;
    std::future<void> m_writing;
};

/// Name of the report that every export holds.
inline constexpr const char* kReportName = "report.json";
/// How a report shows that it is one of ours.
inline constexpr const char* kReportMark = "trutina_export";

} // namespace trutina::storage
