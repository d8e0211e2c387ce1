// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/transfer_service.h"

#include "app/services/frame_sheets.h"
#include "storage/formats/choice_words.h"
#include "ui/contracts/file_path.h"

#include <algorithm>
#include <utility>

namespace trutina::services {

using contracts::JobId;
using contracts::Outcome;
using contracts::pathOf;
using contracts::Reply;
using contracts::textOf;
using contracts::TransferPreview;
using contracts::TransferSummary;

namespace {

constexpr std::size_t kShownNotes = 200;
constexpr int kPreviewRows = 10;

QString formatOr(const QString& format) {
    return format.isEmpty() ? QStringLiteral("auto") : format;
}

std::vector<contracts::TransferReason> reasonsOf(const storage::TransferReport& report) {
    std::vector<contracts::TransferReason> reasons;
    for (const auto& [code, count] : report.notesByCode) {
        const auto first = std::find_if(report.notes.begin(), report.notes.end(),
                                        [&code = code](const storage::TransferNote& note) { return note.code == code; });
        reasons.push_back({QString::fromStdString(code),
                           first == report.notes.end() ? QString() : QString::fromStdString(first->message), count});
    }
    std::stable_sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    return reasons;
}

TransferSummary summaryOf(const storage::TransferReport& report) {
    TransferSummary summary;
    summary.read = report.read;
    summary.written = report.written;
    summary.skipped = report.skipped;
    summary.notesInAll = report.notesInAll;
    for (std::size_t i = 0; i < std::min(kShownNotes, report.notes.size()); ++i) {
        summary.notes.push_back({report.notes[i].row, QString::fromStdString(report.notes[i].message)});
    }
    for (const auto& file : report.files) {
        summary.files.push_back(textOf(file));
    }
    summary.reasons = reasonsOf(report);
    summary.dataCard = QString::fromStdString(report.dataCard);
    return summary;
}

contracts::VerdictRow rowOf(const storage::JoinedVerdict& verdict) {
    return {verdict.item.number,
            verdict.item.prompt.empty() ? QString() : QString::fromStdString(verdict.item.prompt.back().content),
            QString::fromStdString(verdict.vote.annotator), verdict.vote.decision, verdict.vote.winner};
}

TransferPreview previewOf(const storage::ImportPreview& found) {
    TransferPreview preview;
    preview.format = QString::fromStdString(found.format);
    preview.items = found.items;
    for (const storage::JoinedVerdict& verdict : found.verdicts) {
        preview.verdicts.push_back(rowOf(verdict));
    }
    for (const std::string& column : found.columns) {
        preview.columns.push_back(QString::fromStdString(column));
    }
    preview.summary = summaryOf(found.report);
    return preview;
}

storage::ReadingOptions readingOf(const contracts::ImportChoice& choice) {
    storage::ReadingOptions reading;
    if (!choice.annotator.isEmpty()) {
        reading.annotator = choice.annotator.toStdString();
    }
    for (auto column = choice.columns.cbegin(); column != choice.columns.cend(); ++column) {
        reading.columns[column.key().toStdString()] = column.value().toStdString();
    }
    reading.prompt = choice.prompt.toStdString();
    reading.mediaFolder = pathOf(choice.mediaFolder);
    reading.tieWithin = choice.tieWithin;
    const contracts::PairBuildingChoice& pairs = choice.pairs;
    reading.pairs.rating = pairs.rating.toStdString();
    reading.pairs.minimumGap = pairs.minimumGap;
    reading.pairs.verifier = storage::choiceOf(storage::kVerifierWords, pairs.verifier.toStdString());
    reading.pairs.tolerance = pairs.tolerance;
    reading.pairs.maxLengthRatio = pairs.maxLengthRatio;
    reading.pairs.maxPairs = pairs.maxPairs;
    if (reading.pairs.verifier == storage::Verifier::Command) {
        reading.pairs.command.program = pathOf(pairs.program);
        for (const QString& argument : pairs.arguments) {
            reading.pairs.command.arguments.push_back(argument.toStdString());
        }
        reading.pairs.command.secondsPerAnswer = pairs.secondsPerAnswer;
    }
    return reading;
}

storage::ExportOptions exportOptionsOf(const contracts::ExportChoice& choice) {
    constexpr double kMillisecondsPerSecond = 1000;
    storage::ExportOptions options;
    options.format = choice.format.toStdString();
    options.directory = pathOf(choice.directory);
    options.media = storage::choiceOf(storage::kMediaTransferWords, choice.media.toStdString());
    if (choice.frameSheets) {
        options.frameSheet = frameSheetMaker();
    }
    options.replaceExisting = choice.replaceExisting;
    options.dryRun = choice.dryRun;
    options.ties = choice.tiesBothDirections ? storage::TieRule::BothDirections : storage::TieRule::LeaveOut;
    storage::PairRules& rules = options.rules;
    for (const QString& name : choice.annotators) {
        rules.annotators.push_back(name.toStdString());
    }
    rules.agreement = choice.agreement;
    rules.weakest = choice.weakest;
    rules.leastMilliseconds = static_cast<std::int64_t>(choice.leastSeconds * kMillisecondsPerSecond);
    rules.mostMilliseconds = static_cast<std::int64_t>(choice.mostSeconds * kMillisecondsPerSecond);
    rules.adjudication = choice.adjudication;
    rules.correctedAsChosen = choice.correctedAsChosen;
    rules.scoreMargin = choice.scoreMargin;
    rules.margin = choice.writesMargin ? storage::MarginRule::Strength : storage::MarginRule::None;
    rules.validationShare = choice.validationShare;
    rules.testShare = choice.testShare;
    rules.splitSeed = choice.splitSeed.toStdString();
    return options;
}

} // namespace

TransferService::TransferService(ProjectService& project, QObject* parent)
    : contracts::TransferDesk(parent), m_jobs(project, "trutina-transfer") {
    connect(&m_jobs, &ProjectJobs::changed, this, &TransferService::jobsChanged);
}

std::vector<contracts::TransferFormat> TransferService::formats() const {
    std::vector<contracts::TransferFormat> formats;
    for (const storage::FormatInfo& info : storage::FormatRegistry::instance().formats()) {
        contracts::TransferFormat format{QString::fromStdString(info.name),
                                         QString::fromStdString(info.title),
                                         QString::fromStdString(info.description),
                                         info.canImport,
                                         info.canExport,
                                         {},
                                         info.traits.judgesItems,
                                         info.traits.buildsPairs,
                                         info.traits.takesPrompt,
                                         info.traits.canEmbed,
                                         info.traits.canShowSheets};
        for (const std::string& extension : info.extensions) {
            format.extensions.push_back(QString::fromStdString(extension));
        }
        formats.push_back(std::move(format));
    }
    return formats;
}

JobId TransferService::preview(const contracts::ImportChoice& choice, QObject* guard, Reply<TransferPreview> reply) {
    // Verdicts are about the items of a project; other formats need none.
    return m_jobs.look<TransferPreview>(
        [path = pathOf(choice.file), format = formatOr(choice.format).toStdString(),
         reading = readingOf(choice)](storage::Project* project, const std::stop_token& stop) {
            storage::ReadingOptions options = reading;
            options.stop = stop;
            return previewOf(storage::previewFile(path, format, kPreviewRows, options, project));
        },
        guard, std::move(reply));
}

JobId TransferService::importFile(const contracts::ImportChoice& choice, QObject* guard, Reply<TransferSummary> reply) {
    storage::ImportOptions options;
    options.format = formatOr(choice.format).toStdString();
    options.dryRun = choice.dryRun;
    options.reading = readingOf(choice);
    const auto transfer = [path = pathOf(choice.file), options](storage::Project& project, const std::stop_token& stop,
                                                                const storage::TransferProgressSink& progress) {
        return storage::importFile(project, path, options, stop, progress);
    };
    const auto access = choice.dryRun ? ProjectJobs::Access::AsOpened : ProjectJobs::Access::Change;
    return run(choice.dryRun ? tr("Checking") : tr("Importing"), transfer, access, guard, std::move(reply));
}

JobId TransferService::exportProject(const contracts::ExportChoice& choice, QObject* guard, Reply<TransferSummary> reply) {
    const auto transfer = [options = exportOptionsOf(choice)](storage::Project& project, const std::stop_token& stop,
                                                              const storage::TransferProgressSink& progress) {
        return storage::exportProject(project, options, stop, progress);
    };
    return run(choice.dryRun ? tr("Counting") : tr("Exporting"), transfer, ProjectJobs::Access::AsOpened, guard,
               std::move(reply));
}

void TransferService::annotators(QObject* guard, Reply<std::vector<contracts::TransferAnnotator>> reply) {
    using Annotators = std::vector<contracts::TransferAnnotator>;
    m_jobs.look<Annotators>(
        [](storage::Project* project, const std::stop_token&) {
            Annotators found;
            if (project != nullptr) {
                const std::vector<std::string> judges = project->judges();
                for (const std::string& name : project->annotators()) {
                    found.push_back(
                        {QString::fromStdString(name), std::find(judges.begin(), judges.end(), name) != judges.end()});
                }
            }
            return found;
        },
        guard, std::move(reply));
}

void TransferService::cancel(JobId job) {
    m_jobs.cancel(job);
}

JobId TransferService::run(const QString& title, Transfer transfer, ProjectJobs::Access access, QObject* guard,
                           Reply<TransferSummary> reply) {
    return m_jobs.run<TransferSummary>(
        title, access,
        [transfer = std::move(transfer)](storage::Project& project, const std::stop_token& stop, const ProjectJobs::Tell& tell) {
            return summaryOf(
                transfer(project, stop, [&tell](const storage::TransferProgress& place) { tell(place.done, place.total); }));
        },
        guard, std::move(reply));
}

} // namespace trutina::services
