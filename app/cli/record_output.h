// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace trutina::cli {

/// Where records go: standard output, or a file that appears under its name only when it is complete.
///
/// Until then it is NAME.part in the same folder, which holds complete lines; a run that was cut short is continued from there.
class RecordOutput {
  public:
    struct Options {
        std::string name = "-"; ///< "-" is standard output
        bool force = false;     ///< replace NAME, and begin a NAME.part anew
        bool resume = false;    ///< continue NAME.part if there is one
    };

    /// Throws CommandFailure: NAME exists, NAME.part exists, the folder cannot be written, another program writes NAME.part.
    explicit RecordOutput(const Options& options);
    ~RecordOutput();
    RecordOutput(const RecordOutput&) = delete;
    RecordOutput& operator=(const RecordOutput&) = delete;

    [[nodiscard]] bool isFile() const { return m_descriptor >= 0; }
    [[nodiscard]] const std::filesystem::path& partFile() const { return m_part; }

    /// Visits the complete lines that an earlier run left, oldest first.
    void forEachEarlierLine(const std::function<void(std::string_view)>& visit) const;

    void writeLine(const std::string& line);
    /// Flushed to disk and renamed.
    void commit();

  private:
    void dropIncompleteLine();

    std::filesystem::path m_file;
    std::filesystem::path m_part;
    int m_descriptor = -1;
    std::int64_t m_earlierBytes = 0;
};

} // namespace trutina::cli
