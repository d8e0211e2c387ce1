// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"
#include "app/services/engine_session.h"
#include "app/services/guarded_reply.h"
#include "app/services/job_board.h"
#include "app/services/project_service.h"
#include "app/services/training_run_folder.h"
#include "ui/contracts/training_desk.h"

#include <QTimer>

#include <memory>
#include <optional>

namespace trutina::services {

/// Runs the engine's training on a thread of its own. Votes are read through a connection of their own, so that voting goes on.
///
/// A run that is paused or stopped ends in the engine: its checkpoint and its pairs are in its folder, its memory is free.
/// Threads: a GUI-thread object.
class TrainingService : public contracts::TrainingDesk {
    Q_OBJECT
  public:
    /// Both must outlive it; the session may be shut down before.
    TrainingService(EngineSession& session, ProjectService& project, QObject* parent = nullptr);
    ~TrainingService() override; ///< a run at work saves its checkpoint first

    [[nodiscard]] contracts::TrainingState state() const override { return m_state; }
    [[nodiscard]] const contracts::TrainingRun& run() const override { return m_run; }
    void lookAtData(const contracts::TrainingChoice& choice, QObject* guard,
                    contracts::Reply<contracts::TrainingDataFacts> reply) override;
    void estimateMemory(const contracts::TrainingChoice& choice, const contracts::TrainingDataFacts& data, QObject* guard,
                        contracts::Reply<contracts::TrainingMemory> reply) override;
    void start(const contracts::TrainingChoice& choice) override;
    void pause() override;
    void stop() override;
    void resume() override;
    void openRun(const QString& folder, QObject* guard, contracts::Reply<contracts::Nothing> reply) override;
    [[nodiscard]] bool isUnfinishedRun(const QString& folder) const override;
    [[nodiscard]] std::optional<engine::LoadOptions> resultOptions(const engine::LoadOptions& like) const override;
    void cancel(contracts::JobId job) override;

  private:
    using Preparation = std::function<KeptRun(const std::stop_token&)>; ///< worker thread
    void begin(Preparation prepare, bool goesOn);
    void onReport(const engine::TrainingReport& report);
    void onEnd(const contracts::Outcome<engine::TrainingSummary>& outcome);
    void interrupt(contracts::TrainingState towards, contracts::TrainingState held);
    void setState(contracts::TrainingState state);
    [[nodiscard]] Preparation preparationOf(const contracts::TrainingChoice& choice) const;

    EngineSession& m_session;
    ProjectService& m_project;

    // Owned by the GUI thread.
    contracts::TrainingState m_state = contracts::TrainingState::None;
    contracts::TrainingRun m_run;
    contracts::JobId m_job = 0;
    engine::JobNumber m_work = 0;
    engine::JobNumber m_looking = 0; ///< the latest lookAtData()
    JobBoard m_board;
    QTimer m_announcing;

    // Shared.
    std::shared_ptr<Courier> m_courier = std::make_shared<Courier>();
    engine::JobQueue m_queue;
};

} // namespace trutina::services
