// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/project_jobs.h"
#include "ui/contracts/care_desk.h"

namespace trutina::services {

/// The doctor, merging and agreement, on a thread and a connection of their own, so that voting goes on meanwhile. Threads: a
/// GUI-thread object.
class CareService : public contracts::CareDesk {
    Q_OBJECT
  public:
    /// The project service must outlive it. What runs when it goes is cancelled, and what is half done taken back.
    explicit CareService(ProjectService& project, QObject* parent = nullptr);

    contracts::JobId examine(QObject* guard, contracts::Reply<std::vector<storage::Finding>> reply) override;
    contracts::JobId cure(const QString& kind, QObject* guard, contracts::Reply<storage::CureReport> reply) override;
    contracts::JobId planMerge(const QString& file, QObject* guard, contracts::Reply<storage::MergeReport> reply) override;
    contracts::JobId merge(const QString& file, QObject* guard, contracts::Reply<storage::MergeReport> reply) override;
    contracts::JobId readAgreement(QObject* guard, contracts::Reply<contracts::AgreementReport> reply) override;
    void loadDispute(storage::ItemId item, QObject* guard, contracts::Reply<contracts::Dispute> reply) override;
    void withdrawAdjudication(storage::ItemId item, QObject* guard, contracts::Reply<contracts::Nothing> reply) override;
    void cancel(contracts::JobId job) override;

  private:
    ProjectService& m_project;
    ProjectJobs m_jobs;
};

} // namespace trutina::services
