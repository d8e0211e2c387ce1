// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"
#include "app/services/guarded_reply.h"
#include "engine/runtime/job_queue.h"
#include "storage/repositories/project.h"
#include "ui/contracts/project_desk.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace trutina::services {

/// Tells the opening of one project from that of the next; 0: none is open.
using ProjectGeneration = std::uint64_t;

/// The open project. All of storage runs on a thread of its own with its own connection; in the order of the calls.
///
/// Threads: a GUI-thread object, made with a running QCoreApplication. The destructor first finishes what was asked for: a vote
/// that was given is on disk when it returns.
class ProjectService : public contracts::ProjectDesk {
    Q_OBJECT
  public:
    explicit ProjectService(QObject* parent = nullptr);
    ~ProjectService() override;

    void createProject(const QString& file, storage::MediaPolicy mediaPolicy, QObject* guard,
                       contracts::Reply<storage::ProjectInfo> reply) override;
    void openProject(const QString& file, bool takeOverLock, QObject* guard,
                     contracts::Reply<storage::ProjectInfo> reply) override;
    void closeProject() override;
    [[nodiscard]] std::optional<storage::ProjectInfo> project() const override { return m_project; }

    void listItems(const storage::ItemFilter& filter, QObject* guard,
                   contracts::Reply<std::vector<storage::ItemSummary>> reply) override;
    void loadItem(storage::ItemId item, QObject* guard, contracts::Reply<contracts::ItemSheet> reply) override;
    void findItem(int number, bool forward, storage::ItemProgress progress, QObject* guard,
                  contracts::Reply<storage::ItemId> reply) override;

    void addItems(const std::vector<storage::NewItem>& items, QObject* guard,
                  contracts::Reply<std::vector<storage::ItemId>> reply) override;
    void replaceItem(storage::ItemId item, const storage::NewItem& content, QObject* guard,
                     contracts::Reply<contracts::Nothing> reply) override;
    void removeItems(const std::vector<storage::ItemId>& items, QObject* guard,
                     contracts::Reply<contracts::Nothing> reply) override;
    void setFlag(storage::ItemId item, bool flagged, QObject* guard, contracts::Reply<contracts::Nothing> reply) override;
    void setNote(storage::ItemId item, const QString& note, QObject* guard, contracts::Reply<contracts::Nothing> reply) override;
    void relocateMedia(storage::MediaId media, const QString& file, QObject* guard,
                       contracts::Reply<contracts::Nothing> reply) override;

    void vote(const storage::NewVote& vote, QObject* guard, contracts::Reply<storage::VoteRecord> reply) override;
    void withdrawVote(storage::ItemId item, QObject* guard, contracts::Reply<contracts::Nothing> reply) override;
    void undo(QObject* guard, contracts::Reply<storage::ItemId> reply) override;
    void redo(QObject* guard, contracts::Reply<storage::ItemId> reply) override;
    [[nodiscard]] storage::JournalState journalState() const override { return m_journalState; }
    void journal(int limit, QObject* guard, contracts::Reply<std::vector<storage::JournalEntry>> reply) override;

    void keepPastedPicture(const QByteArray& png, QObject* guard, contracts::Reply<QString> reply) override;

    // For the other services ------------------------------------------------------------------------------------
    [[nodiscard]] ProjectGeneration generation() const { return m_generation; }

    /// Which scores loadItem() delivers: those made in this setting, when one is given; otherwise the latest. May be empty.
    void setScoreSetting(std::function<std::optional<storage::MeasurementSetting>()> setting) {
        m_scoreSetting = std::move(setting);
    }

    /// Runs `work` on the storage thread if the project of that generation is still the open one; otherwise it is cancelled.
    /// `done` comes back on the GUI thread.
    template <typename T>
    void withProject(ProjectGeneration generation, std::function<T(storage::Project&)> work,
                     std::function<void(const contracts::Outcome<T>&)> done);

    /// Tells the window that another service has changed something of this item.
    void announceItemChanged(storage::ItemId item) { Q_EMIT itemChanged(item); }

    /// Reads counts and journal again and announces all of it, after another connection has changed the project.
    void refresh();

  private:
    /// What the window shows all the time, read on the storage thread after each change.
    struct Snapshot {
        storage::ProjectInfo project;
        storage::JournalState journal;
    };
    /// Which signals a change calls for.
    struct Announcement {
        bool itemList = false;
        std::vector<storage::ItemId> items;
    };
    template <typename T>
    struct Changed {
        T value;
        Snapshot snapshot;
        Announcement announcement;
    };
    /// What lives on the storage thread: touched by its jobs only.
    struct Storage {
        std::unique_ptr<storage::Project> project;
        ProjectGeneration generation = 0;
    };

    using Opening = std::function<std::unique_ptr<storage::Project>()>;
    void openWith(const QString& file, Opening opening, QObject* guard, contracts::Reply<storage::ProjectInfo> reply);
    void forgetProject();

    template <typename T>
    void read(std::function<T(storage::Project&)> work, QObject* guard, contracts::Reply<T> reply);
    template <typename T>
    void change(std::function<T(storage::Project&, Announcement&)> work, QObject* guard, contracts::Reply<T> reply);
    void applySnapshot(const Snapshot& snapshot);
    void announce(const Announcement& announcement);
    void countPending(int difference);
    void stepThroughJournal(storage::JournalState (storage::Project::*step)(), storage::ItemId storage::JournalState::*target,
                            QObject* guard, contracts::Reply<storage::ItemId> reply);

    [[nodiscard]] static Snapshot snapshotOf(const storage::Project& project);
    [[nodiscard]] static contracts::Problem noProjectProblem();

    // Owned by the GUI thread.
    std::optional<storage::ProjectInfo> m_project;
    storage::JournalState m_journalState;
    ProjectGeneration m_generation = 0;
    ProjectGeneration m_lastGeneration = 0;
    int m_pendingChanges = 0;
    std::function<std::optional<storage::MeasurementSetting>()> m_scoreSetting;
    std::unique_ptr<QTemporaryDir> m_pastedPictures; ///< of projects that copy their media

    // Owned by the storage thread.
    std::shared_ptr<Storage> m_storage = std::make_shared<Storage>();

    // Shared.
    std::shared_ptr<Courier> m_courier = std::make_shared<Courier>();
    engine::JobQueue m_queue;
};

template <typename T>
void ProjectService::withProject(ProjectGeneration generation, std::function<T(storage::Project&)> work,
                                 std::function<void(const contracts::Outcome<T>&)> done) {
    BackgroundWork<T> background;
    background.compute = [storage = m_storage, generation, work = std::move(work)](const std::stop_token&,
                                                                                   const engine::ProgressSink&) {
        if (generation == 0 || storage->generation != generation || !storage->project) {
            throw storage::Cancelled();
        }
        return work(*storage->project);
    };
    background.onOutcome = std::move(done);
    submitWork<T>(m_queue, m_courier, std::move(background));
}

} // namespace trutina::services
