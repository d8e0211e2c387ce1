// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/transfer_service.h"

#include <QFile>

#include <algorithm>
#include <cmath>
#include <utility>

namespace trutina::services {

using contracts::JobId;
using contracts::Outcome;
using contracts::Reply;
using contracts::TransferPreview;
using contracts::TransferSummary;

namespace {

constexpr std::size_t kShownNotes = 200;
constexpr int kPreviewRows = 10;

std::filesystem::path pathOf(const QString& file) {
    return {QFile::encodeName(file).toStdString()};
}

QString textOf(const std::filesystem::path& file) {
    return QFile::decodeName(QByteArray::fromStdString(file.string()));
}

QString formatOr(const QString& format) {
    return format.isEmpty() ? QStringLiteral("auto") : format;
}

TransferSummary summaryOf(const storage::TransferReport& report) {
    TransferSummary summary;
    summary.read = report.read;
    summary.written = report.written;
    summary.notesInAll = report.notesInAll;
    for (std::size_t i = 0; i < std::min(kShownNotes, report.notes.size()); ++i) {
        summary.notes.push_back({report.notes[i].row, QString::fromStdString(report.notes[i].message)});
    }
    for (const auto& file : report.files) {
        summary.files.push_back(textOf(file));
    }
    return summary;
}

} // namespace

TransferService::TransferService(ProjectService& project, QObject* parent)
    : contracts::TransferDesk(parent), m_project(project), m_queue({.threadName = "trutina-transfer", .lowPriority = true}) {
    connect(&m_board, &JobBoard::changed, this, &TransferService::jobsChanged);
}

TransferService::~TransferService() {
    m_courier->close();
    m_queue.shutdown();
}

std::vector<contracts::TransferFormat> TransferService::formats() const {
    std::vector<contracts::TransferFormat> formats;
    for (const storage::FormatInfo& info : storage::FormatRegistry::instance().formats()) {
        contracts::TransferFormat format{QString::fromStdString(info.name),
                                         QString::fromStdString(info.title),
                                         QString::fromStdString(info.description),
                                         info.canImport,
                                         info.canExport,
                                         {}};
        for (const std::string& extension : info.extensions) {
            format.extensions.push_back(QString::fromStdString(extension));
        }
        formats.push_back(std::move(format));
    }
    return formats;
}

void TransferService::preview(const QString& file, const QString& format, QObject* guard, Reply<TransferPreview> reply) {
    BackgroundWork<TransferPreview> work;
    work.priority = engine::JobPriority::Urgent;
    work.compute = [path = pathOf(file), format = formatOr(format).toStdString()](const std::stop_token&,
                                                                                  const engine::ProgressSink&) {
        const storage::ImportPreview found = storage::previewFile(path, format, kPreviewRows);
        return TransferPreview{QString::fromStdString(found.format), found.items, summaryOf(found.report)};
    };
    work.onOutcome = GuardedReply<TransferPreview>(guard, std::move(reply));
    submitWork<TransferPreview>(m_queue, m_courier, std::move(work));
}

JobId TransferService::importFile(const contracts::ImportChoice& choice, QObject* guard, Reply<TransferSummary> reply) {
    storage::ImportOptions options;
    options.format = formatOr(choice.format).toStdString();
    options.dryRun = choice.dryRun;
    const auto transfer = [path = pathOf(choice.file), options](storage::Project& project, const std::stop_token& stop,
                                                                const storage::TransferProgressSink& progress) {
        return storage::importFile(project, path, options, stop, progress);
    };
    return run(choice.dryRun ? tr("Checking") : tr("Importing"), transfer, !choice.dryRun, guard, std::move(reply));
}

JobId TransferService::exportProject(const contracts::ExportChoice& choice, QObject* guard, Reply<TransferSummary> reply) {
    storage::ExportOptions options;
    options.format = choice.format.toStdString();
    options.directory = pathOf(choice.directory);
    options.media = choice.copyMedia ? storage::MediaTransfer::Copy : storage::MediaTransfer::Reference;
    options.replaceExisting = choice.replaceExisting;
    options.ties = choice.tiesBothDirections ? storage::TieRule::BothDirections : storage::TieRule::LeaveOut;
    const auto transfer = [options](storage::Project& project, const std::stop_token& stop,
                                    const storage::TransferProgressSink& progress) {
        return storage::exportProject(project, options, stop, progress);
    };
    return run(tr("Exporting"), transfer, false, guard, std::move(reply));
}

void TransferService::cancel(JobId job) {
    m_board.cancel(job);
}

JobId TransferService::run(const QString& title, Transfer transfer, bool changesProject, QObject* guard,
                           Reply<TransferSummary> reply) {
    const JobId job = JobBoard::nextId();
    const GuardedReply<TransferSummary> guarded(guard, std::move(reply));
    const auto project = m_project.project();
    if (!project) {
        m_courier->post([guarded] {
            guarded(contracts::Problem{
                QStringLiteral("project.none"), tr("No project is open."), tr("Open a project or make a new one."), {}});
        });
        return job;
    }
    storage::OpenProjectOptions opening;
    opening.annotator = project->annotator;
    opening.readOnly = project->readOnly;
    BackgroundWork<TransferSummary> work;
    work.compute = [file = project->file, opening, transfer = std::move(transfer)](const std::stop_token& stop,
                                                                                   const engine::ProgressSink& progress) {
        const auto connection = storage::Project::open(file, opening);
        const auto report = transfer(*connection, stop, [&](const storage::TransferProgress& transferred) {
            const double fraction =
                transferred.total > 0 ? static_cast<double>(transferred.done) / static_cast<double>(transferred.total) : 0.0;
            progress({engine::Stage::Queued, fraction, {}});
        });
        return summaryOf(report);
    };
    work.onProgress = [this, job](const engine::ShownProgress& shown) {
        m_board.setProgress(job, {}, shown.progress.fraction,
                            shown.secondsLeft ? static_cast<int>(std::ceil(*shown.secondsLeft)) : -1);
    };
    work.onOutcome = [this, job, guarded, changesProject](const Outcome<TransferSummary>& outcome) {
        m_board.remove(job);
        if (changesProject) {
            m_project.refresh();
        }
        guarded(outcome);
    };
    const auto number = submitWork<TransferSummary>(m_queue, m_courier, std::move(work));
    m_board.add(job, title, true, [this, number] { m_queue.cancel(number); });
    return job;
}

} // namespace trutina::services
