// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/finding.h"
#include "storage/records/item.h"
#include "storage/records/merge.h"
#include "storage/records/vote.h"
#include "ui/contracts/agreement.h"
#include "ui/contracts/outcome.h"
#include "ui/contracts/scoring_desk.h"

#include <QObject>

#include <optional>
#include <vector>

namespace trutina::contracts {

/// An item on which annotators disagree, for somebody who settles it. Names stay behind: the votes come in an order of their
/// own for each item, so that "annotator 1" is not the same person everywhere. The current annotator's own vote is among them.
struct Dispute {
    storage::ItemRecord item;
    storage::ShownOrder shownOrder; ///< for whoever settles it
    std::vector<storage::NewVote> votes;
    std::optional<storage::NewVote> settled; ///< what was decided, when it was
};

/// Looking after the open project's data: what is wrong with it, what others did to it, how far they agree.
///
/// Threads: as ProjectDesk. The long ones are jobs with progress and cancel, on a connection of their own; what changes the
/// project is one step for undo, or a few.
class CareDesk : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    virtual JobId examine(QObject* guard, Reply<std::vector<storage::Finding>> reply) = 0;
    /// Looks for findings of one kind again and does what their cure says.
    virtual JobId cure(const QString& kind, QObject* guard, Reply<storage::CureReport> reply) = 0;

    virtual JobId planMerge(const QString& file, QObject* guard, Reply<storage::MergeReport> reply) = 0; ///< changes nothing
    virtual JobId merge(const QString& file, QObject* guard, Reply<storage::MergeReport> reply) = 0;

    virtual JobId readAgreement(QObject* guard, Reply<AgreementReport> reply) = 0;
    virtual void loadDispute(storage::ItemId item, QObject* guard, Reply<Dispute> reply) = 0;
    virtual void withdrawAdjudication(storage::ItemId item, QObject* guard, Reply<Nothing> reply) = 0;

    virtual void cancel(JobId job) = 0;

  Q_SIGNALS:
    void jobsChanged(const QList<trutina::contracts::JobState>& jobs);
};

} // namespace trutina::contracts
