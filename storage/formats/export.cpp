// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/data_card.h"
#include "storage/formats/export_writer.h"
#include "storage/formats/registry.h"
#include "storage/formats/transfer.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <string>
#include <utility>

namespace trutina::storage {
namespace {

constexpr const char* kCardName = "README.md";

bool isUtf8(const std::vector<Turn>& turns) {
    return std::none_of(turns.begin(), turns.end(), [](const Turn& turn) { return firstBadUtf8Byte(turn.content).has_value(); });
}

/// A project made by another program may hold texts that no JSON file can.
bool isUtf8(const ItemRecord& item, const std::vector<VoteRecord>& votes) {
    const bool areTurns =
        isUtf8(item.prompt) && std::all_of(item.candidates.begin(), item.candidates.end(), [](const CandidateRecord& candidate) {
            return isUtf8(candidate.turns) && !firstBadUtf8Byte(candidate.name);
        });
    return areTurns && !firstBadUtf8Byte(item.externalId) && !firstBadUtf8Byte(item.note) && !firstBadUtf8Byte(item.meta) &&
           !firstBadUtf8Byte(item.source) &&
           std::none_of(item.tags.begin(), item.tags.end(),
                        [](const std::string& tag) { return firstBadUtf8Byte(tag).has_value(); }) &&
           std::none_of(votes.begin(), votes.end(), [](const VoteRecord& vote) {
               return firstBadUtf8Byte(vote.note) || firstBadUtf8Byte(vote.reason) || firstBadUtf8Byte(vote.annotatorName);
           });
}

} // namespace

TransferReport exportProject(const Project& project, const ExportOptions& options, std::stop_token stop,
                             const TransferProgressSink& progress) {
    const FormatInfo info = builtInFormats().infoOf(options.format);
    ExportFolder folder(options.directory, options.replaceExisting);
    ExportMedia media(folder, options.media);
    ExportLedger ledger;
    ExportTarget target{options, folder, media, ledger};
    const auto writer = builtInFormats().makeWriter(options.format, target);

    const std::int64_t total = project.info().counts.all;
    const auto stopIfAsked = [&stop] {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
    };
    project.forEachItem(
        [&](const ItemRecord& item, const std::vector<VoteRecord>& current) {
            stopIfAsked();
            ++ledger.report.read;
            ledger.votes += static_cast<std::int64_t>(current.size());
            if (isUtf8(item, current)) {
                std::vector<VoteRecord> votes = current;
                std::sort(votes.begin(), votes.end(), [](const VoteRecord& a, const VoteRecord& b) { return a.id < b.id; });
                writer->writeItem({item, votes, project.measurements(item.id)});
            } else {
                ledger.leaveOut(item.number, "text.not_utf8", "A text of the item is not UTF-8.");
            }
            if (progress) {
                progress({ledger.report.read, total});
            }
        },
        stop);
    stopIfAsked();
    writer->finish();
    folder.write(kCardName, dataCard(info, target, *writer));
    folder.write(kReportName, exportReport(info, target));
    stopIfAsked();
    folder.publish();
    for (const ExportedFile& file : folder.files()) {
        ledger.report.files.push_back(folder.directory() / file.name);
    }
    return std::move(ledger.report);
}

} // namespace trutina::storage
