// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"
#include "app/services/guarded_reply.h"
#include "app/services/job_board.h"
#include "app/services/project_service.h"
#include "ui/contracts/care_desk.h"

#include <functional>
#include <memory>

namespace trutina::services {

/// The doctor, merging and agreement, on a thread and a connection of their own, so that voting goes on meanwhile. Threads: a
/// GUI-thread object.
class CareService : public contracts::CareDesk {
    Q_OBJECT
  public:
    /// The project service must outlive it.
    explicit CareService(ProjectService& project, QObject* parent = nullptr);
    ~CareService() override; ///< cancels what runs; what is half done is taken back

    contracts::JobId examine(QObject* guard, contracts::Reply<std::vector<storage::Finding>> reply) override;
    contracts::JobId cure(const QString& kind, QObject* guard, contracts::Reply<storage::CureReport> reply) override;
    contracts::JobId planMerge(const QString& file, QObject* guard, contracts::Reply<storage::MergeReport> reply) override;
    contracts::JobId merge(const QString& file, QObject* guard, contracts::Reply<storage::MergeReport> reply) override;
    contracts::JobId readAgreement(QObject* guard, contracts::Reply<contracts::AgreementReport> reply) override;
    void loadDispute(storage::ItemId item, QObject* guard, contracts::Reply<contracts::Dispute> reply) override;
    void withdrawAdjudication(storage::ItemId item, QObject* guard, contracts::Reply<contracts::Nothing> reply) override;
    void cancel(contracts::JobId job) override;

  private:
    using Tell = std::function<void(std::int64_t done, std::int64_t total)>;
    enum class Access { Read, Change };

    template <typename T>
    contracts::JobId run(const QString& title, Access access,
                         std::function<T(storage::Project&, const std::stop_token&, const Tell&)> task, QObject* guard,
                         contracts::Reply<T> reply);

    ProjectService& m_project;

    // Owned by the GUI thread.
    JobBoard m_board;

    // Shared.
    std::shared_ptr<Courier> m_courier = std::make_shared<Courier>();
    engine::JobQueue m_queue;
};

} // namespace trutina::services
