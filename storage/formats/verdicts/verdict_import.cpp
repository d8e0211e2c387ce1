// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/verdicts/verdict_import.h"

#include "storage/formats/transfer_notes.h"
#include "storage/formats/verdicts/item_index.h"
#include "storage/formats/verdicts/verdict_vote.h"
#include "storage/repositories/checks.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace trutina::storage {
namespace {

/// Rows between two progress reports.
constexpr std::int64_t kRowsPerReport = 64;

/// Whose judgements those are that name nobody: what the user said, but not the word for data that come with their items.
std::string judgeOf(const ReadingOptions& options) {
    return options.annotator == ReadingOptions{}.annotator ? "judge" : options.annotator;
}

void stopIfAsked(const std::stop_token& stop) {
    if (stop.stop_requested()) {
        throw Cancelled();
    }
}

/// Joins the records of a file to the items of a project.
class Joiner {
  public:
    Joiner(const Project& project, const std::filesystem::path& file, const ReadingOptions& options, const std::stop_token& stop)
        : m_project(project),
          m_source(openRecords(file)),
          m_isTable(m_source->kind() == SourceKind::Table),
          m_options(options),
          m_media(options.mediaFolder, false),
          m_index(project, stop) {}

    /// The next judgement; nothing at the end. What cannot be joined is noted.
    std::optional<JudgedItem> next(TransferReport& report) {
        while (auto record = m_source->next()) {
            ++report.read;
            try {
                if (record->error) {
                    throw Failure(*record->error);
                }
                return take(*record, report);
            } catch (const Failure& failure) {
                if (failure.error().code.starts_with("disk.")) {
                    throw;
                }
                ++report.skipped;
                addNote(report, record->row, failure.error());
            } catch (const nlohmann::json::exception& error) {
                ++report.skipped;
                addNote(
                    report, record->row,
                    {"record.wrong_type", "The record has another form than a verdict.", "Correct the record.", error.what()});
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] TransferProgress progress() const { return m_source->progress(); }

  private:
    JudgedItem take(SourceRecord& source, TransferReport& report) {
        renameColumns(source.value, m_options.columns);
        FormatRecord record(source, m_media, m_options);
        const Verdict verdict = verdictOf(record, m_isTable);
        const ItemId id = m_index.find(verdict);
        const ItemRecord item = m_project.item(id);
        JudgedItem judged{id, voteOf(verdict, item, judgeOf(m_options), m_options.tieWithin)};
        checkImportedVote(judged.vote, item.candidates.size()); // a record's fault must not fail the whole import
        const auto [before, isFirst] = m_rows.try_emplace({id.value, judged.vote.annotator}, source.row);
        if (!isFirst) {
            addNote(report, source.row, "vote.repeated",
                    "The same judge judged item " + std::to_string(item.number) + " in row " + std::to_string(before->second) +
                        " already; the later judgement counts.");
            before->second = source.row;
        }
        return judged;
    }

    const Project& m_project;
    std::unique_ptr<RecordSource> m_source;
    bool m_isTable;
    const ReadingOptions& m_options;
    MediaIntake m_media;
    ItemIndex m_index;
    std::map<std::pair<std::int64_t, std::string>, std::int64_t> m_rows; ///< of each item and judge
};

std::string summaryOf(std::size_t votes, const std::filesystem::path& file) {
    return "import of " + std::to_string(votes) + (votes == 1 ? " verdict from " : " verdicts from ") + file.filename().string();
}

} // namespace

TransferReport importVerdicts(Project& project, const std::filesystem::path& file, const ImportOptions& options,
                              const std::stop_token& stop, const TransferProgressSink& progress) {
    TransferReport report;
    Joiner joiner(project, file, options.reading, stop);
    std::vector<JudgedItem> votes;
    std::int64_t nextReport = 0;
    while (auto judged = joiner.next(report)) {
        stopIfAsked(stop);
        ++report.written;
        if (!options.dryRun) {
            votes.push_back(std::move(*judged));
        }
        if (progress && report.read >= nextReport) {
            progress(joiner.progress());
            nextReport = report.read + kRowsPerReport;
        }
    }
    stopIfAsked(stop);
    if (!votes.empty()) {
        project.addVotes(votes, summaryOf(votes.size(), file));
    }
    if (progress) {
        progress(joiner.progress());
    }
    return report;
}

ImportPreview previewVerdicts(const Project& project, const std::filesystem::path& file, int rows, const ReadingOptions& options,
                              const std::stop_token& stop) {
    ImportPreview preview;
    preview.format = kVerdictFormat;
    Joiner joiner(project, file, options, stop);
    while (static_cast<int>(preview.verdicts.size()) < rows) {
        auto judged = joiner.next(preview.report);
        if (!judged) {
            break;
        }
        stopIfAsked(stop);
        ItemRecord item = project.item(judged->item);
        preview.verdicts.push_back({std::move(item), std::move(judged->vote)});
    }
    return preview;
}

} // namespace trutina::storage
