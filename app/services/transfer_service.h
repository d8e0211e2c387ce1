// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"
#include "app/services/guarded_reply.h"
#include "app/services/job_board.h"
#include "app/services/project_service.h"
#include "storage/formats/transfer.h"
#include "ui/contracts/transfer_desk.h"

#include <memory>

namespace trutina::services {

/// Data sets in and out, on a thread and a connection of their own, so that voting goes on meanwhile. Threads: a GUI-thread
/// object.
class TransferService : public contracts::TransferDesk {
    Q_OBJECT
  public:
    /// The project service must outlive it.
    explicit TransferService(ProjectService& project, QObject* parent = nullptr);
    ~TransferService() override; ///< cancels what runs; a half-done import or export leaves nothing behind

    [[nodiscard]] std::vector<contracts::TransferFormat> formats() const override;
    void preview(const QString& file, const QString& format, QObject* guard,
                 contracts::Reply<contracts::TransferPreview> reply) override;
    contracts::JobId importFile(const contracts::ImportChoice& choice, QObject* guard,
                                contracts::Reply<contracts::TransferSummary> reply) override;
    contracts::JobId exportProject(const contracts::ExportChoice& choice, QObject* guard,
                                   contracts::Reply<contracts::TransferSummary> reply) override;
    void cancel(contracts::JobId job) override;

  private:
    using Transfer =
        std::function<storage::TransferReport(storage::Project&, const std::stop_token&, const storage::TransferProgressSink&)>;
    contracts::JobId run(const QString& title, Transfer transfer, bool changesProject, QObject* guard,
                         contracts::Reply<contracts::TransferSummary> reply);

    ProjectService& m_project;

    // Owned by the GUI thread.
    JobBoard m_board;

    // Shared.
    std::shared_ptr<Courier> m_courier = std::make_shared<Courier>();
    engine::JobQueue m_queue;
};

} // namespace trutina::services
