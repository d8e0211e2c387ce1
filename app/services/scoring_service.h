// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"
#include "app/services/engine_session.h"
#include "app/services/guarded_reply.h"
#include "app/services/job_board.h"
#include "app/services/project_service.h"
#include "ui/contracts/model_desk.h"
#include "ui/contracts/scoring_desk.h"

#include <QElapsedTimer>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace trutina::services {

/// Scores items with the loaded model: reads them on the storage thread, computes on the engine thread, stores on the storage
/// thread. Scores that were made in the same setting before are taken as they are.
///
/// An item that is wanted by several callers is computed once. An urgent one takes the place of a background one that is being
/// computed; that one is begun again later. A change of model or project cancels everything. Threads: a GUI-thread object.
class ScoringService : public contracts::ScoringDesk {
    Q_OBJECT
  public:
    /// All of them must outlive it; the session may be shut down before.
    ScoringService(EngineSession& session, JobBoard& board, ProjectService& project, contracts::ModelDesk& model,
                   QObject* parent = nullptr);
    ~ScoringService() override;

    /// For what is scored from now on. Semantics and positions are not taken over.
    void setOptions(const engine::ScoreOptions& options);
    void setSettings(const contracts::ScoringSettings& settings) override;
    [[nodiscard]] const engine::ScoreOptions& options() const { return m_options; }

    contracts::JobId scoreItem(storage::ItemId item, QObject* guard,
                               contracts::Reply<std::vector<storage::MeasurementRecord>> reply) override;
    void prepareItems(const std::vector<storage::ItemId>& items) override;
    contracts::JobId scoreAll(QObject* guard, contracts::Reply<int> reply) override;
    void rescore(storage::ItemId item, storage::CandidateId candidate, const QString& text, QObject* guard,
                 contracts::Reply<contracts::DraftScore> reply) override;
    void cancelRescore() override;
    void cancel(contracts::JobId job) override;
    void cancelAll() override;

  private:
    struct Scores {
        std::vector<storage::MeasurementRecord> records;
        bool isNew = false; ///< computed now, not found in the project
    };
    /// Someone who wants the scores of an item.
    struct Subscriber {
        contracts::JobId job = 0;
        std::function<void(const engine::ShownProgress&)> onProgress;
        std::function<void(const contracts::Outcome<Scores>&)> onOutcome;
    };
    /// One item on its way through storage and engine.
    struct Task {
        storage::ItemId item;
        ProjectGeneration generation = 0;
        engine::JobPriority priority = engine::JobPriority::Normal;
        engine::JobNumber number = 0; ///< 0 while it is not with the engine
        bool hasEnded = false;
        std::vector<Subscriber> subscribers;
    };
    using TaskPointer = std::shared_ptr<Task>;
    /// Items that are scored one after another.
    struct Series {
        contracts::JobId job = 0;
        engine::JobPriority priority = engine::JobPriority::Normal;
        std::deque<storage::ItemId> items; ///< still to do, the current one in front
        int total = 0;
        int done = 0;
        int scored = 0;
        std::optional<contracts::Problem> firstProblem;
        QElapsedTimer time;
        std::function<void(const contracts::Outcome<int>&)> onOutcome;
    };
    using SeriesPointer = std::shared_ptr<Series>;
    /// The text that is being written and its score. What belongs to an older number is stale.
    struct Draft {
        quint64 number = 0;
        engine::JobNumber job = 0; ///< 0 while it is not with the engine
        std::optional<GuardedReply<contracts::DraftScore>> reply;
    };

    void subscribe(storage::ItemId item, engine::JobPriority priority, Subscriber subscriber);
    void unsubscribe(contracts::JobId job); ///< without a word to the subscriber
    [[nodiscard]] bool isSubscribed(contracts::JobId job) const;
    void beginWaiting();
    void begin(const TaskPointer& task);
    void compute(const TaskPointer& task, const storage::ItemRecord& item);
    void store(const TaskPointer& task, const storage::ItemRecord& item, const storage::MeasurementSetting& setting,
               const engine::ScoreResult& result);
    void end(const TaskPointer& task, const contracts::Outcome<Scores>& outcome);
    void makeRoomFor(const TaskPointer& urgent); ///< null: for what is no task
    void computeDraft(quint64 number, const engine::Conversation& conversation);
    void endDraft(quint64 number, const contracts::Outcome<contracts::DraftScore>& outcome);

    void advance(const SeriesPointer& series);
    void endSeries(const SeriesPointer& series, const contracts::Outcome<int>& outcome);
    void showSeries(const SeriesPointer& series, const engine::ShownProgress* progress);

    void onModelStateChanged(contracts::ModelState state);
    void cancelEverything();
    [[nodiscard]] contracts::Problem noModelProblem() const;
    [[nodiscard]] std::optional<storage::MeasurementSetting> currentSetting() const;

    EngineSession& m_session;
    JobBoard& m_board;
    ProjectService& m_project;
    contracts::ModelDesk& m_model;

    // Owned by the GUI thread.
    engine::ScoreOptions m_options;
    std::map<storage::ItemId, TaskPointer> m_tasks;
    SeriesPointer m_background;          ///< what prepareItems() asked for
    std::vector<SeriesPointer> m_series; ///< what scoreAll() asked for
    Draft m_draft;

    // Shared.
    std::shared_ptr<Courier> m_courier = std::make_shared<Courier>();
};

} // namespace trutina::services
