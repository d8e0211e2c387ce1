// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "storage/repositories/project.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace trutina::storage {

/// One record that was left out, or changed, and why.
struct TransferNote {
    std::int64_t row = 0; ///< line or record number in the source, 1-based; item number on export
    std::string code;     ///< "row.not_json", "media.not_found", "vote.tie", …
    std::string message;
};

struct TransferReport {
    std::int64_t read = 0;
    std::int64_t written = 0;
    std::vector<TransferNote> notes; ///< the first kMaxNotes
    std::int64_t notesInAll = 0;
    std::vector<std::filesystem::path> files; ///< written
};
inline constexpr std::size_t kMaxNotes = 1000;

struct TransferProgress {
    std::int64_t done = 0;
    std::int64_t total = 0; ///< bytes on import, items on export; 0 when unknown
};
using TransferProgressSink = std::function<void(const TransferProgress&)>;

/// Reads items from a file, one at a time. Not thread-safe; made by FormatRegistry.
class ItemReader {
  public:
    virtual ~ItemReader() = default;
    /// The next item, or nothing at the end. A damaged row is not an exception: it is noted in `report` and skipped.
    virtual std::optional<NewItem> next(TransferReport& report) = 0;
    [[nodiscard]] virtual TransferProgress progress() const = 0;
};

enum class MediaTransfer { Copy, Reference };

enum class TieRule { LeaveOut, BothDirections };

struct ExportOptions {
    std::string format;              ///< registry name
    std::filesystem::path directory; ///< made when absent; must be empty unless replaceExisting
    MediaTransfer media = MediaTransfer::Copy;
    bool replaceExisting = false;
    TieRule ties = TieRule::LeaveOut;
    /// Items with more than two candidates give winner-against-each-other pairs; a ranking gives all its pairs.
};

/// What a format is, for lists and for --help.
struct FormatInfo {
    std::string name;        ///< "trl", "ixc", "csv", "conversation"
    std::string title;       ///< for people
    std::string description; ///< one sentence
    bool canImport = false;
    bool canExport = false;
    std::vector<std::string> extensions;
};

/// All formats register themselves here, in one place (registry.cpp). Threads: const after construction.
class FormatRegistry {
  public:
    static const FormatRegistry& instance();
    virtual ~FormatRegistry() = default;
    [[nodiscard]] virtual std::vector<FormatInfo> formats() const = 0;
    /// The format of a file, by content then by extension. Throws Failure "format.unknown".
    [[nodiscard]] virtual std::string detect(const std::filesystem::path& file) const = 0;
    [[nodiscard]] virtual std::unique_ptr<ItemReader> openReader(const std::string& format,
                                                                 const std::filesystem::path& file) const = 0;
};

struct ImportOptions {
    std::string format = "auto";
    bool dryRun = false; ///< read and report, change nothing
};

/// Reads the whole file and adds its items in one transaction. Throws Failure or Cancelled; then nothing was added.
TransferReport importFile(Project& project, const std::filesystem::path& file, const ImportOptions& options, std::stop_token stop,
                          const TransferProgressSink& progress);

/// The first items of a file and what would be left out, for a preview.
struct ImportPreview {
    std::string format;
    std::vector<NewItem> items;
    TransferReport report;
};
ImportPreview previewFile(const std::filesystem::path& file, const std::string& format, int rows);

/// Writes the labelled pairs. Atomic: the folder is complete or as it was. Always writes report.json beside the data.
TransferReport exportProject(const Project& project, const ExportOptions& options, std::stop_token stop,
                             const TransferProgressSink& progress);

} // namespace trutina::storage
