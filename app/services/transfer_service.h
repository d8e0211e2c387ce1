// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/project_jobs.h"
#include "storage/formats/transfer.h"
#include "ui/contracts/transfer_desk.h"

#include <functional>

namespace trutina::services {

/// Data sets in and out, on a thread and a connection of their own, so that voting goes on meanwhile. Threads: a GUI-thread
/// object.
class TransferService : public contracts::TransferDesk {
    Q_OBJECT
  public:
    /// The project service must outlive it. What runs when it goes is cancelled; a half-done import or export leaves nothing
    /// behind.
    explicit TransferService(ProjectService& project, QObject* parent = nullptr);

    [[nodiscard]] std::vector<contracts::TransferFormat> formats() const override;
    contracts::JobId preview(const contracts::ImportChoice& choice, QObject* guard,
                             contracts::Reply<contracts::TransferPreview> reply) override;
    contracts::JobId importFile(const contracts::ImportChoice& choice, QObject* guard,
                                contracts::Reply<contracts::TransferSummary> reply) override;
    contracts::JobId exportProject(const contracts::ExportChoice& choice, QObject* guard,
                                   contracts::Reply<contracts::TransferSummary> reply) override;
    void annotators(QObject* guard, contracts::Reply<std::vector<contracts::TransferAnnotator>> reply) override;
    void cancel(contracts::JobId job) override;

  private:
    using Transfer =
        std::function<storage::TransferReport(storage::Project&, const std::stop_token&, const storage::TransferProgressSink&)>;
    contracts::JobId run(const QString& title, Transfer transfer, ProjectJobs::Access access, QObject* guard,
                         contracts::Reply<contracts::TransferSummary> reply);

    ProjectJobs m_jobs;
};

} // namespace trutina::services
