// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"
#include "app/services/guarded_reply.h"
#include "app/services/job_board.h"
#include "app/services/project_service.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace trutina::services {

/// What takes long on the open project: each on a connection of its own, one after another on one thread of low priority, so that
/// voting goes on meanwhile, and shown as a job that can be cancelled. Threads: a GUI-thread object.
class ProjectJobs : public QObject {
    Q_OBJECT
  public:
    using Tell = std::function<void(std::int64_t done, std::int64_t total)>;
    template <typename T>
    using Task = std::function<T(storage::Project&, const std::stop_token&, const Tell&)>; ///< worker thread; may throw
    template <typename T>
    using Look = std::function<T(storage::Project*, const std::stop_token&)>; ///< worker thread; may throw
    enum class Access {
        Read,     ///< on a connection that cannot write
        AsOpened, ///< on one like the open project's; nothing of it changes
        Change    ///< likewise; the open project is read again afterwards
    };

    /// The project service must outlive it.
    ProjectJobs(ProjectService& project, const char* threadName);
    ~ProjectJobs() override; ///< cancels what runs; no reply is given afterwards

    /// Without an open project the reply is the problem "project.none".
    template <typename T>
    contracts::JobId run(const QString& title, Access access, Task<T> task, QObject* guard, contracts::Reply<T> reply);
    /// A short look: at once, on a connection that cannot write, and not shown. Without an open project the task gets null.
    template <typename T>
    contracts::JobId look(Look<T> task, QObject* guard, contracts::Reply<T> reply);
    void cancel(contracts::JobId job) { m_board.cancel(job); }

  Q_SIGNALS:
    void changed(const QList<trutina::contracts::JobState>& jobs);

  private:
    [[nodiscard]] static contracts::Problem noProject();

    ProjectService& m_project;

    // Owned by the GUI thread.
    JobBoard m_board;

    // Shared.
    std::shared_ptr<Courier> m_courier = std::make_shared<Courier>();
    engine::JobQueue m_queue;
};

template <typename T>
contracts::JobId ProjectJobs::run(const QString& title, Access access, Task<T> task, QObject* guard, contracts::Reply<T> reply) {
    const contracts::JobId job = JobBoard::nextId();
    const GuardedReply<T> guarded(guard, std::move(reply));
    const auto project = m_project.project();
    if (!project) {
        m_courier->post([guarded] { guarded(noProject()); });
        return job;
    }
    storage::OpenProjectOptions opening;
    opening.annotator = project->annotator;
    opening.readOnly = project->readOnly || access == Access::Read;
    BackgroundWork<T> work;
    work.compute = [file = project->file, opening, task = std::move(task)](const std::stop_token& stop,
                                                                           const engine::ProgressSink& progress) {
        const auto connection = storage::Project::open(file, opening);
        return task(*connection, stop, [&progress](std::int64_t done, std::int64_t total) {
            progress({engine::Stage::Queued, total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0.0, {}});
        });
    };
    work.onProgress = [this, job](const engine::ShownProgress& shown) {
        m_board.setProgress(job, {}, shown.progress.fraction,
                            shown.secondsLeft ? static_cast<int>(std::ceil(*shown.secondsLeft)) : -1);
    };
    work.onOutcome = [this, job, guarded, access](const contracts::Outcome<T>& outcome) {
        m_board.remove(job);
        if (access == Access::Change) {
            m_project.refresh();
        }
        guarded(outcome);
    };
    const engine::JobNumber number = submitWork<T>(m_queue, m_courier, std::move(work));
    m_board.add(job, title, true, [this, number] { m_queue.cancel(number); });
    return job;
}

template <typename T>
contracts::JobId ProjectJobs::look(Look<T> task, QObject* guard, contracts::Reply<T> reply) {
    const contracts::JobId job = JobBoard::nextId();
    BackgroundWork<T> work;
    work.priority = engine::JobPriority::Urgent;
    work.compute = [project = m_project.project(), task = std::move(task)](const std::stop_token& stop,
                                                                           const engine::ProgressSink&) {
        std::unique_ptr<storage::Project> connection;
        if (project) {
            storage::OpenProjectOptions opening;
            opening.readOnly = true;
            connection = storage::Project::open(project->file, opening);
        }
        return task(connection.get(), stop);
    };
    work.onOutcome = [this, job, guarded = GuardedReply<T>(guard, std::move(reply))](const contracts::Outcome<T>& outcome) {
        m_board.remove(job);
        guarded(outcome);
    };
    const engine::JobNumber number = submitWork<T>(m_queue, m_courier, std::move(work));
    m_board.add(job, {}, false, [this, number] { m_queue.cancel(number); });
    return job;
}

} // namespace trutina::services
