// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/ids.h"
#include "storage/records/measurement.h"
#include "ui/contracts/outcome.h"

#include <QObject>

#include <vector>

namespace trutina::contracts {

using JobId = quint64; ///< 0: none

/// A background job as the status bar shows it.
struct JobState {
    JobId id = 0;
    QString title;        ///< "Scoring 38 of 188"
    QString stage;        ///< "Reading the picture"
    double fraction = 0;  ///< 0..1
    int secondsLeft = -1; ///< -1: unknown
    bool canCancel = true;
    bool isCancelling = false;
};

/// How pictures and texts are prepared for the model. Scores made with other settings are kept, but are not these scores.
struct ScoringSettings {
    int hdNum = 9;
    int maxLength = 16384;
    bool frameLabels = true; ///< numbers above the frames of a video
    bool operator==(const ScoringSettings&) const = default;
};

/// A score of a text that is being written. It is not stored.
struct DraftScore {
    double score = 0;
    bool truncated = false;
    qint64 computedTokens = 0; ///< that went through the model for it
    qint64 reusedTokens = 0;   ///< that were known from before
};

/// Scores items of the open project with the loaded model and stores what came out.
///
/// Threads: lives on the GUI thread; calls return at once. Jobs run one after another on the engine thread, the most urgent
/// first.
class ScoringDesk : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    /// For every job started from now on. What was asked for before keeps its settings.
    virtual void setSettings(const ScoringSettings& settings) = 0;
    /// Scores one item before anything else that waits. When its scores for this model are stored already they come back without
    /// a job.
    virtual JobId scoreItem(storage::ItemId item, QObject* guard, Reply<std::vector<storage::MeasurementRecord>> reply) = 0;
    /// Scores these in the background, after every urgent one. Replaces the list given before.
    virtual void prepareItems(const std::vector<storage::ItemId>& items) = 0;
    /// Scores every item that has no score by this model, as one visible job.
    virtual JobId scoreAll(QObject* guard, Reply<int> reply) = 0;
    /// Scores `text` in place of the last turn of a candidate, before anything else that waits. What earlier versions of the text
    /// share with it is not computed again. Only the newest call counts: it cancels the one before.
    virtual void rescore(storage::ItemId item, storage::CandidateId candidate, const QString& text, QObject* guard,
                         Reply<DraftScore> reply) = 0;
    virtual void cancelRescore() = 0;
    virtual void cancel(JobId job) = 0;
    virtual void cancelAll() = 0;

  Q_SIGNALS:
    /// The jobs that are running or waiting and worth showing, at most a few dozen times a second.
    void jobsChanged(const QList<trutina::contracts::JobState>& jobs);
    void itemScored(trutina::storage::ItemId item);
};

} // namespace trutina::contracts
