// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/data_card.h"
#include "storage/formats/export_writer.h"
#include "storage/formats/registry.h"
#include "storage/formats/transfer.h"

#include <string>
#include <utility>

namespace trutina::storage {
namespace {

constexpr const char* kCardName = "README.md";

} // namespace

TransferReport exportProject(const Project& project, const ExportOptions& options, std::stop_token stop,
                             const TransferProgressSink& progress) {
    const FormatInfo info = builtInFormats().infoOf(options.format);
    if (options.media == MediaTransfer::Embed && !info.traits.canEmbed) {
        throw Failure("export.cannot_embed", "The format " + info.name + " cannot hold pictures and videos within its records.",
                      "Choose to copy the media, or a Parquet format.");
    }
    if (options.frameSheet && !info.traits.canShowSheets) {
        throw Failure("export.no_frame_sheets", "The format " + info.name + " does not show videos as sheets of frames.",
                      "Leave the choice out, or choose ixc.");
    }
    ExportFolder folder = options.dryRun ? ExportFolder() : ExportFolder(options.directory, options.replaceExisting);
    ExportMedia media(folder, options.media, options.frameSheet);
    ExportLedger ledger;
    ExportTarget target{options, folder, media, ledger};
    const auto writer = builtInFormats().makeWriter(options.format, target);

    const std::int64_t total = project.info().counts.all;
    const auto stopIfAsked = [&stop] {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
    };
    forEachExportItem(project, ledger, stop, [&](const ExportItem& item) {
        writer->writeItem(item);
        if (progress) {
            progress({ledger.report.read, total});
        }
    });
    stopIfAsked();
    writer->finish();
    ledger.report.dataCard = dataCard(info, target, *writer);
    folder.write(kCardName, ledger.report.dataCard);
    folder.write(kReportName, exportReport(info, target, *writer));
    stopIfAsked();
    folder.publish();
    if (options.dryRun) {
        return std::move(ledger.report);
    }
    for (const ExportedFile& file : folder.files()) {
        ledger.report.files.push_back(folder.directory() / file.name);
    }
    return std::move(ledger.report);
}

} // namespace trutina::storage
