// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/items_ahead.h"
#include "storage/formats/sources/record_source.h"
#include "storage/formats/transfer.h"
#include "storage/formats/verdicts/verdict_import.h"

#include <string>
#include <utility>

namespace trutina::storage {
namespace {

/// Rows between two progress reports.
constexpr std::int64_t kRowsPerReport = 64;

std::string formatOf(const std::filesystem::path& file, const std::string& format) {
    return format.empty() || format == "auto" ? FormatRegistry::instance().detect(file) : format;
}

/// What the file calls its parts: of a table its head, otherwise the keys of the first good record. A folder of pictures has
/// none.
std::vector<std::string> columnsOf(const std::filesystem::path& file) {
    constexpr int kRows = 20;
    constexpr std::size_t kLongest = std::size_t{16} << 20U;
    try {
        const auto source = openRecords(file, {.longestRecord = kLongest});
        std::vector<std::string> columns = source->columns();
        for (int row = 0; row < kRows && columns.empty(); ++row) {
            const auto record = source->next();
            if (!record) {
                break;
            }
            if (!record->error) {
                for (const auto& [key, value] : record->value.items()) {
                    columns.push_back(key);
                }
            }
        }
        return columns;
    } catch (const Failure&) {
        return {}; // the reader says what is wrong with the file
    }
}

const Project& requireProject(const Project* project) {
    if (project == nullptr) {
        throw Failure("format.needs_project", "Verdicts are about the items of a project.", "Open the project first.");
    }
    return *project;
}

std::string summaryOf(std::int64_t items, const std::filesystem::path& file) {
    return "import of " + std::to_string(items) + (items == 1 ? " item from " : " items from ") + file.filename().string();
}

} // namespace

TransferReport importFile(Project& project, const std::filesystem::path& file, const ImportOptions& options, std::stop_token stop,
                          const TransferProgressSink& progress) {
    const std::string format = formatOf(file, options.format);
    if (format == kVerdictFormat) {
        return importVerdicts(project, file, options, stop, progress);
    }
    ReadingOptions reading = options.reading;
    reading.stop = stop;
    ItemsAhead items(FormatRegistry::instance().openReader(format, file, reading));
    std::int64_t written = 0;
    std::int64_t nextReport = 0;
    const auto stopIfAsked = [&stop] {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
    };
    const ItemSource next = [&]() -> std::optional<NewItem> {
        stopIfAsked();
        auto item = items.next();
        stopIfAsked();
        written += item ? 1 : 0;
        if (progress && items.recordsRead() >= nextReport) {
            progress(items.progress());
            nextReport = items.recordsRead() + kRowsPerReport;
        }
        return item;
    };
    if (options.dryRun) {
        while (next()) {
        }
    } else {
        project.addItemsFrom(next, [&file](std::int64_t count) { return summaryOf(count, file); });
    }
    if (progress) {
        progress(items.progress());
    }
    TransferReport report = items.report();
    report.written = written;
    return report;
}

ImportPreview previewFile(const std::filesystem::path& file, const std::string& format, int rows, const ReadingOptions& options,
                          const Project* project) {
    const std::string told = formatOf(file, format);
    if (told == kVerdictFormat) {
        ImportPreview verdicts = previewVerdicts(requireProject(project), file, rows, options, options.stop);
        verdicts.columns = columnsOf(file);
        return verdicts;
    }
    ImportPreview preview;
    preview.format = told;
    preview.columns = columnsOf(file);
    ReadingOptions reading = options;
    reading.keepsEmbedded = true;
    const std::shared_ptr<ItemReader> reader = FormatRegistry::instance().openReader(preview.format, file, reading);
    preview.reader = reader;
    while (static_cast<int>(preview.items.size()) < rows) {
        auto item = reader->next(preview.report);
        if (!item) {
            break;
        }
        preview.items.push_back(std::move(*item));
    }
    return preview;
}

} // namespace trutina::storage
