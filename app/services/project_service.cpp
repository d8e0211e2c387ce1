// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/project_service.h"

#include "ui/contracts/file_path.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace trutina::services {

using contracts::Nothing;
using contracts::Outcome;
using contracts::pathOf;
using contracts::Problem;
using contracts::Reply;
using contracts::textOf;
using storage::ItemId;
using storage::Project;

namespace {

bool isSameFile(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code error;
    return a == b || (std::filesystem::equivalent(a, b, error) && !error);
}

} // namespace

ProjectService::ProjectService(QObject* parent)
    : contracts::ProjectDesk(parent), m_queue({.threadName = "trutina-storage", .lowPriority = false}) {}

ProjectService::~ProjectService() {
    m_courier->close();
    // Finished, not cancelled: what the user did must be on disk. The last job closes the connection on the thread that owns it.
    m_queue.submit({engine::JobPriority::Background,
                    [storage = m_storage](const std::stop_token&, const engine::ProgressSink&) { storage->project.reset(); },
                    {},
                    {}});
    m_queue.finish();
}

// Opening and closing ------------------------------------------------------------------------------------------------

void ProjectService::createProject(const QString& file, storage::MediaPolicy mediaPolicy, QObject* guard,
                                   Reply<storage::ProjectInfo> reply) {
    storage::CreateProjectOptions options;
    options.mediaPolicy = mediaPolicy;
    openWith(
        file,
        [path = pathOf(file), options] {
            std::error_code error;
            std::filesystem::create_directories(path.parent_path(), error);
            if (error) {
                throw storage::Failure("file.not_written",
                                       "The folder \"" + path.parent_path().string() + "\" could not be made.",
                                       "Choose a place you may write to.", error.message());
            }
            return Project::create(path, options);
        },
        guard, std::move(reply));
}

void ProjectService::openProject(const QString& file, bool takeOverLock, QObject* guard, Reply<storage::ProjectInfo> reply) {
    storage::OpenProjectOptions options;
    options.takeOverLock = takeOverLock;
    openWith(
        file, [path = pathOf(file), options] { return Project::open(path, options); }, guard, std::move(reply));
}

void ProjectService::openWith(const QString& file, Opening opening, QObject* guard, Reply<storage::ProjectInfo> reply) {
    const ProjectGeneration generation = ++m_lastGeneration;
    BackgroundWork<Snapshot> work;
    work.compute = [storage = m_storage, path = pathOf(file), generation,
                    opening = std::move(opening)](const std::stop_token&, const engine::ProgressSink&) {
        if (storage->project && isSameFile(storage->project->info().file, path)) {
            storage->project.reset(); // it would be in its own way
        }
        // The old project stays open until the new one is: a failure leaves the user where he was.
        std::unique_ptr<Project> opened = opening();
        const Snapshot snapshot = snapshotOf(*opened);
        storage->project = std::move(opened);
        storage->generation = generation;
        return snapshot;
    };
    work.onOutcome = [this, path = pathOf(file), generation,
                      reply = GuardedReply(guard, std::move(reply))](const Outcome<Snapshot>& outcome) {
        if (!outcome.isValue()) {
            if (m_project && isSameFile(m_project->file, path)) {
                forgetProject();
            }
            reply(withoutValue<storage::ProjectInfo>(outcome));
            return;
        }
        forgetProject();
        m_generation = generation;
        m_project = outcome.value().project;
        m_journalState = outcome.value().journal;
        Q_EMIT projectOpened(*m_project);
        Q_EMIT journalChanged(m_journalState);
        Q_EMIT itemsChanged();
        reply(outcome.value().project);
    };
    submitWork<Snapshot>(m_queue, m_courier, std::move(work));
}

void ProjectService::closeProject() {
    BackgroundWork<Nothing> work;
    work.compute = [storage = m_storage](const std::stop_token&, const engine::ProgressSink&) {
        storage->project.reset();
        storage->generation = 0;
        return Nothing();
    };
    work.onOutcome = [](const Outcome<Nothing>&) {};
    submitWork<Nothing>(m_queue, m_courier, std::move(work));
    forgetProject();
}

void ProjectService::forgetProject() {
    if (!m_project) {
        return;
    }
    m_project.reset();
    m_journalState = {};
    m_generation = 0;
    Q_EMIT projectClosed();
    Q_EMIT journalChanged(m_journalState);
}

// Reading ------------------------------------------------------------------------------------------------------------

void ProjectService::listItems(const storage::ItemFilter& filter, QObject* guard,
                               Reply<std::vector<storage::ItemSummary>> reply) {
    read<std::vector<storage::ItemSummary>>([filter](Project& project) { return project.items(filter); }, guard,
                                            std::move(reply));
}

void ProjectService::loadItem(ItemId item, QObject* guard, Reply<contracts::ItemSheet> reply) {
    const auto setting = m_scoreSetting ? m_scoreSetting() : std::nullopt;
    read<contracts::ItemSheet>(
        [item, setting](Project& project) {
            contracts::ItemSheet sheet;
            sheet.item = project.item(item);
            sheet.shownOrder = project.shownOrder(item);
            sheet.vote = project.currentVote(item);
            sheet.scores = project.measurements(item, setting);
            std::erase_if(sheet.scores, [](const storage::MeasurementRecord& record) {
                return record.kind != storage::MeasurementKind::Score;
            });
            return sheet;
        },
        guard, std::move(reply));
}

void ProjectService::findItem(int number, bool forward, storage::ItemProgress progress, QObject* guard, Reply<ItemId> reply) {
    read<ItemId>(
        [number, forward, progress](Project& project) {
            const auto found = forward ? project.nextItem(number, progress) : project.previousItem(number, progress);
            return found.value_or(ItemId());
        },
        guard, std::move(reply));
}

void ProjectService::journal(int limit, QObject* guard, Reply<std::vector<storage::JournalEntry>> reply) {
    read<std::vector<storage::JournalEntry>>([limit](Project& project) { return project.journal(limit); }, guard,
                                             std::move(reply));
}

// Changing -----------------------------------------------------------------------------------------------------------

void ProjectService::addItems(const std::vector<storage::NewItem>& items, QObject* guard, Reply<std::vector<ItemId>> reply) {
    change<std::vector<ItemId>>(
        [items](Project& project, Announcement& announcement) {
            announcement.itemList = true;
            return project.addItems(items);
        },
        guard, std::move(reply));
}

void ProjectService::replaceItem(ItemId item, const storage::NewItem& content, QObject* guard, Reply<Nothing> reply) {
    change<Nothing>(
        [item, content](Project& project, Announcement& announcement) {
            announcement.items = {item};
            project.replaceItem(item, content);
            return Nothing();
        },
        guard, std::move(reply));
}

void ProjectService::removeItems(const std::vector<ItemId>& items, QObject* guard, Reply<Nothing> reply) {
    change<Nothing>(
        [items](Project& project, Announcement& announcement) {
            announcement.itemList = true;
            project.removeItems(items);
            return Nothing();
        },
        guard, std::move(reply));
}

void ProjectService::setFlag(ItemId item, bool flagged, QObject* guard, Reply<Nothing> reply) {
    change<Nothing>(
        [item, flagged](Project& project, Announcement& announcement) {
            announcement.items = {item};
            project.setFlag(item, flagged);
            return Nothing();
        },
        guard, std::move(reply));
}

void ProjectService::setNote(ItemId item, const QString& note, QObject* guard, Reply<Nothing> reply) {
    change<Nothing>(
        [item, note = note.toStdString()](Project& project, Announcement& announcement) {
            announcement.items = {item};
            project.setNote(item, note);
            return Nothing();
        },
        guard, std::move(reply));
}

void ProjectService::relocateMedia(storage::MediaId media, const QString& file, QObject* guard, Reply<Nothing> reply) {
    change<Nothing>(
        [media, path = pathOf(file)](Project& project, Announcement& announcement) {
            announcement.itemList = true; // several items may show it
            project.relocateMedia(media, path);
            return Nothing();
        },
        guard, std::move(reply));
}

void ProjectService::vote(const storage::NewVote& vote, QObject* guard, Reply<storage::VoteRecord> reply) {
    change<storage::VoteRecord>(
        [vote](Project& project, Announcement& announcement) {
            announcement.items = {vote.item};
            return project.vote(vote);
        },
        guard, std::move(reply));
}

void ProjectService::withdrawVote(ItemId item, QObject* guard, Reply<Nothing> reply) {
    change<Nothing>(
        [item](Project& project, Announcement& announcement) {
            announcement.items = {item};
            project.withdrawVote(item);
            return Nothing();
        },
        guard, std::move(reply));
}

void ProjectService::undo(QObject* guard, Reply<ItemId> reply) {
    stepThroughJournal(&Project::undo, &storage::JournalState::undoItem, guard, std::move(reply));
}

void ProjectService::redo(QObject* guard, Reply<ItemId> reply) {
    stepThroughJournal(&Project::redo, &storage::JournalState::redoItem, guard, std::move(reply));
}

/// The item to show is the one that the step was announced to concern, before it was made.
void ProjectService::stepThroughJournal(storage::JournalState (Project::*step)(), ItemId storage::JournalState::*target,
                                        QObject* guard, Reply<ItemId> reply) {
    change<ItemId>(
        [step, target](Project& project, Announcement& announcement) {
            const ItemId item = project.journalState().*target;
            (project.*step)();
            announcement.itemList = true; // an item may have come or gone
            if (item.isValid()) {
                announcement.items = {item};
            }
            return item;
        },
        guard, std::move(reply));
}

void ProjectService::keepPastedPicture(const QByteArray& png, QObject* guard, Reply<QString> reply) {
    const GuardedReply guarded(guard, std::move(reply));
    if (!m_project) {
        guarded(noProjectProblem());
        return;
    }
    // A project that copies needs the file only until addItems() has copied it; one that refers to files needs it for ever.
    QString folder;
    if (m_project->mediaPolicy == storage::MediaPolicy::Reference) {
        folder = textOf(m_project->mediaFolder) + QStringLiteral("/pasted");
    } else {
        if (!m_pastedPictures) {
            m_pastedPictures = std::make_unique<QTemporaryDir>();
        }
        folder = m_pastedPictures->path();
    }
    BackgroundWork<QString> work;
    work.compute = [folder, png](const std::stop_token&, const engine::ProgressSink&) {
        const QString name = QString::fromLatin1(QCryptographicHash::hash(png, QCryptographicHash::Sha256).toHex().left(16));
        QSaveFile file(folder + u'/' + QStringLiteral("pasted-") + name + QStringLiteral(".png"));
        if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly) || file.write(png) != png.size() || !file.commit()) {
            throw storage::Failure("disk.write", "The pasted picture could not be saved.",
                                   "Check that there is space in " + folder.toStdString() + ".",
                                   file.errorString().toStdString());
        }
        return file.fileName();
    };
    work.onOutcome = guarded;
    submitWork<QString>(m_queue, m_courier, std::move(work));
}

void ProjectService::refresh() {
    if (!m_project) {
        return;
    }
    withProject<Snapshot>(
        m_generation, [](Project& project) { return snapshotOf(project); },
        [this](const Outcome<Snapshot>& outcome) {
            if (outcome.isValue()) {
                applySnapshot(outcome.value());
                Q_EMIT itemsChanged();
            }
        });
}

// Machinery ----------------------------------------------------------------------------------------------------------

template <typename T>
void ProjectService::read(std::function<T(Project&)> work, QObject* guard, Reply<T> reply) {
    GuardedReply<T> guarded(guard, std::move(reply));
    if (!m_project) {
        m_courier->post([guarded] { guarded(noProjectProblem()); }); // replies never come before the call has returned
        return;
    }
    withProject<T>(m_generation, std::move(work), guarded);
}

template <typename T>
void ProjectService::change(std::function<T(Project&, Announcement&)> work, QObject* guard, Reply<T> reply) {
    GuardedReply<T> guarded(guard, std::move(reply));
    if (!m_project) {
        m_courier->post([guarded] { guarded(noProjectProblem()); });
        return;
    }
    countPending(+1);
    const ProjectGeneration generation = m_generation;
    withProject<Changed<T>>(
        generation,
        [work = std::move(work)](Project& project) {
            Announcement announcement;
            T value = work(project, announcement);
            return Changed<T>{std::move(value), snapshotOf(project), std::move(announcement)};
        },
        [this, generation, guarded](const Outcome<Changed<T>>& outcome) {
            countPending(-1);
            if (!outcome.isValue()) {
                guarded(withoutValue<T>(outcome));
                return;
            }
            if (generation == m_generation) {
                applySnapshot(outcome.value().snapshot);
                announce(outcome.value().announcement);
            }
            guarded(outcome.value().value);
        });
}

void ProjectService::applySnapshot(const Snapshot& snapshot) {
    m_project = snapshot.project;
    m_journalState = snapshot.journal;
    Q_EMIT projectChanged(*m_project);
    Q_EMIT journalChanged(m_journalState);
}

void ProjectService::announce(const Announcement& announcement) {
    if (announcement.itemList) {
        Q_EMIT itemsChanged();
    }
    for (const ItemId item : announcement.items) {
        Q_EMIT itemChanged(item);
    }
}

void ProjectService::countPending(int difference) {
    const bool wasSaved = m_pendingChanges == 0;
    m_pendingChanges += difference;
    const bool isSaved = m_pendingChanges == 0;
    if (wasSaved != isSaved) {
        Q_EMIT savedChanged(isSaved);
    }
}

ProjectService::Snapshot ProjectService::snapshotOf(const Project& project) {
    return {project.info(), project.journalState()};
}

Problem ProjectService::noProjectProblem() {
    return {QStringLiteral("project.none"), tr("No project is open."), tr("Open a project or make a new one."), {}};
}

} // namespace trutina::services
