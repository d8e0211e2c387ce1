// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "storage/records/measurement.h"
#include "storage/records/project_info.h"
#include "storage/records/vote.h"
#include "ui/contracts/outcome.h"

#include <QObject>
#include <QStringList>

#include <optional>
#include <vector>

namespace trutina::contracts {

/// All a page needs to show one item. Scores are delivered whether or not they may be shown: keeping them closed until the vote
/// is the page's duty.
struct ItemSheet {
    storage::ItemRecord item;
    storage::ShownOrder shownOrder;
    std::optional<storage::VoteRecord> vote;        ///< the current annotator's
    std::vector<storage::MeasurementRecord> scores; ///< latest per candidate, made by the loaded model if one is loaded
};

/// The open project, as the window sees it.
///
/// Threads: lives on the GUI thread, every call returns at once; the work is done on the storage thread and the reply comes back
/// on the GUI thread. `guard`: replies are dropped once it is destroyed.
class ProjectDesk : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    virtual void createProject(const QString& file, storage::MediaPolicy mediaPolicy, QObject* guard,
                               Reply<storage::ProjectInfo> reply) = 0;
    virtual void openProject(const QString& file, bool takeOverLock, QObject* guard, Reply<storage::ProjectInfo> reply) = 0;
    virtual void closeProject() = 0;
    [[nodiscard]] virtual std::optional<storage::ProjectInfo> project() const = 0; ///< as last reported

    virtual void listItems(const storage::ItemFilter& filter, QObject* guard, Reply<std::vector<storage::ItemSummary>> reply) = 0;
    virtual void loadItem(storage::ItemId item, QObject* guard, Reply<ItemSheet> reply) = 0;
    /// Nearest item after (forward) or before `number`; an invalid id when there is none.
    virtual void findItem(int number, bool forward, storage::ItemProgress progress, QObject* guard,
                          Reply<storage::ItemId> reply) = 0;

    virtual void addItems(const std::vector<storage::NewItem>& items, QObject* guard,
                          Reply<std::vector<storage::ItemId>> reply) = 0;
    virtual void replaceItem(storage::ItemId item, const storage::NewItem& content, QObject* guard, Reply<Nothing> reply) = 0;
    virtual void removeItems(const std::vector<storage::ItemId>& items, QObject* guard, Reply<Nothing> reply) = 0;
    virtual void setFlag(storage::ItemId item, bool flagged, QObject* guard, Reply<Nothing> reply) = 0;
    virtual void setNote(storage::ItemId item, const QString& note, QObject* guard, Reply<Nothing> reply) = 0;
    virtual void relocateMedia(storage::MediaId media, const QString& file, QObject* guard, Reply<Nothing> reply) = 0;

    virtual void vote(const storage::NewVote& vote, QObject* guard, Reply<storage::VoteRecord> reply) = 0;
    virtual void withdrawVote(storage::ItemId item, QObject* guard, Reply<Nothing> reply) = 0;
    virtual void undo(QObject* guard, Reply<storage::ItemId> reply) = 0; ///< the item to show, or an invalid id
    virtual void redo(QObject* guard, Reply<storage::ItemId> reply) = 0;
    [[nodiscard]] virtual storage::JournalState journalState() const = 0; ///< as last reported
    virtual void journal(int limit, QObject* guard, Reply<std::vector<storage::JournalEntry>> reply) = 0;

    /// Keeps pasted picture bytes (PNG) as a file that addItems may take; the reply is its path.
    virtual void keepPastedPicture(const QByteArray& png, QObject* guard, Reply<QString> reply) = 0;

  Q_SIGNALS:
    void projectOpened(const trutina::storage::ProjectInfo& project);
    void projectClosed();
    void projectChanged(const trutina::storage::ProjectInfo& project); ///< counts and the like
    void itemsChanged();                                               ///< the list must be read again
    void itemChanged(trutina::storage::ItemId item);                   ///< content, vote, flag, note or scores of this item
    void journalChanged(const trutina::storage::JournalState& state);
    void savedChanged(bool saved); ///< false while a change is on its way to disk
};

} // namespace trutina::contracts
