// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/transfer.h"

#include <string>
#include <utility>

namespace trutina::storage {
namespace {

/// Rows between two progress reports.
constexpr std::int64_t kRowsPerReport = 64;

std::string formatOf(const std::filesystem::path& file, const std::string& format) {
    return format.empty() || format == "auto" ? FormatRegistry::instance().detect(file) : format;
}

std::string summaryOf(std::int64_t items, const std::filesystem::path& file) {
    return "import of " + std::to_string(items) + (items == 1 ? " item from " : " items from ") + file.filename().string();
}

} // namespace

TransferReport importFile(Project& project, const std::filesystem::path& file, const ImportOptions& options, std::stop_token stop,
                          const TransferProgressSink& progress) {
    const auto reader = FormatRegistry::instance().openReader(formatOf(file, options.format), file, options.reading);
    TransferReport report;
    std::int64_t nextReport = 0;
    const auto stopIfAsked = [&stop] {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
    };
    const ItemSource next = [&]() -> std::optional<NewItem> {
        stopIfAsked();
        auto item = reader->next(report);
        stopIfAsked();
        report.written += item ? 1 : 0;
        if (progress && report.read >= nextReport) {
            progress(reader->progress());
            nextReport = report.read + kRowsPerReport;
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
        progress(reader->progress());
    }
    return report;
}

ImportPreview previewFile(const std::filesystem::path& file, const std::string& format, int rows, const ReadingOptions& options) {
    ImportPreview preview;
    preview.format = formatOf(file, format);
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
