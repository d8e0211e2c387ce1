// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace trutina::demo {

/// A folder in the making, beside the wanted one, which it becomes in one step. Only a folder of demo data is ever replaced.
class OutputFolder {
  public:
    /// Throws engine::Failure "demo.folder_exists", "demo.not_demo_data", "file.not_written".
    OutputFolder(std::filesystem::path directory, bool replaceExisting);
    ~OutputFolder(); ///< removes what was not published
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_temporary; } ///< to write into
    void publish();

    /// How a folder shows that it is demo data.
    static constexpr const char* kMark = "demo-data.json";

  private:
    std::filesystem::path m_directory, m_temporary;
    bool m_isPublished = false;
};

/// Text that is written as it comes; throws engine::Failure "file.not_written".
class TextFile {
  public:
    explicit TextFile(std::filesystem::path file);
    void write(std::string_view text);
    void close();

  private:
    std::filesystem::path m_file;
    std::ofstream m_stream;
};

} // namespace trutina::demo
