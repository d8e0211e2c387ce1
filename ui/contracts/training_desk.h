// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "ui/contracts/outcome.h"
#include "ui/contracts/scoring_desk.h"
#include "ui/contracts/transfer_desk.h"

#include <QObject>
#include <QStringList>

#include <optional>
#include <vector>

namespace trutina::contracts {

/// What a run is to do. `job.resume` is the desk's business.
struct TrainingChoice {
    bool projectVotes = true; ///< of the open project; otherwise `files`
    QStringList files;        ///< JSON lists or data.txt mixtures
    double heldOutShare = 0.1;
    double maxLengthRatio = 0; ///< as in docs/training.md; 0: keep all
    engine::TrainingJob job;
};

/// What a choice of data comes to.
struct TrainingDataFacts {
    qint64 pairs = 0; ///< to learn from
    qint64 heldOutPairs = 0;
    qint64 mediaPairs = 0;        ///< of both, those with pictures or videos
    qint64 longestCharacters = 0; ///< of the two conversations of a pair together
    qint64 leftOut = 0;
    std::vector<TransferNote> notes; ///< why, the first ones
};

/// What a run will take at most, in bytes; an estimate.
struct TrainingMemory {
    qint64 weights = 0;     ///< float32 copies of the decoder, and the vision tower as stored
    qint64 gradients = 0;   ///< of what is trained
    qint64 moments = 0;     ///< two of AdamW for each trained number
    qint64 activations = 0; ///< of one micro-batch
    qint64 freeBytes = 0;   ///< 0: unknown
    [[nodiscard]] qint64 total() const { return weights + gradients + moments + activations; }
};

enum class TrainingState {
    None,     ///< nothing was started
    Reading,  ///< the data is read, then the model
    Running,  ///< steps are taken
    Pausing,  ///< a checkpoint is being saved, then Paused
    Stopping, ///< a checkpoint is being saved, then Stopped
    Paused,   ///< held; the checkpoint is in the folder
    Stopped,  ///< given up for now; the checkpoint is in the folder
    Finished,
    Failed,
};

/// A run as it stands.
struct TrainingRun {
    TrainingChoice choice;
    QString dataName; ///< where the pairs come from, for people
    TrainingDataFacts data;
    qint64 step = 0;                             ///< whole steps taken
    std::vector<engine::TrainingReport> reports; ///< in order; one with step 0 tells of the base model
    std::optional<engine::HeldOutResult> before; ///< of the base model
    std::optional<engine::HeldOutResult> after;  ///< of the result, when Finished
    QString result;                              ///< folder of the model or the adapter, when Finished
    std::optional<Problem> problem;              ///< when Failed
    bool canGoOn = false;                        ///< the folder holds what is needed to go on
};

/// Trains a reward model in the background, one run at a time, and keeps runs in folders that the user chooses.
///
/// Threads: as ScoringDesk. Training has a thread of its own: scores go on to be made beside it, more slowly.
class TrainingDesk : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    [[nodiscard]] virtual TrainingState state() const = 0;
    [[nodiscard]] virtual const TrainingRun& run() const = 0; ///< the latest one; valid until the event loop runs again

    /// Reads the data without starting anything. A newer question cancels the one before.
    virtual void lookAtData(const TrainingChoice& choice, QObject* guard, Reply<TrainingDataFacts> reply) = 0;
    virtual void estimateMemory(const TrainingChoice& choice, const TrainingDataFacts& data, QObject* guard,
                                Reply<TrainingMemory> reply) = 0;

    /// What goes wrong ends in Failed. Ignored while another run is at work.
    virtual void start(const TrainingChoice& choice) = 0;
    virtual void pause() = 0;
    virtual void stop() = 0;   ///< keeps a checkpoint
    virtual void resume() = 0; ///< goes on with the latest run, from its checkpoint
    /// A run in a folder, also of an earlier session. It becomes the latest run, Paused, or Finished where it was.
    virtual void openRun(const QString& folder, QObject* guard, Reply<Nothing> reply) = 0;
    /// Whether a folder holds a run that can be gone on with. Looks at the disk; a few files only.
    [[nodiscard]] virtual bool isUnfinishedRun(const QString& folder) const = 0;

    /// How the result of the latest run is loaded, with all else as in `like`; nothing where it cannot be loaded.
    [[nodiscard]] virtual std::optional<engine::LoadOptions> resultOptions(const engine::LoadOptions& like) const = 0;

    virtual void cancel(JobId job) = 0; ///< from the list of jobs: as pause()

    [[nodiscard]] bool isAtWork() const {
        return state() == TrainingState::Reading || state() == TrainingState::Running || state() == TrainingState::Pausing ||
               state() == TrainingState::Stopping;
    }

  Q_SIGNALS:
    void stateChanged(trutina::contracts::TrainingState state);
    void advanced(); ///< steps were taken; at most a few dozen times a second
    void jobsChanged(const QList<trutina::contracts::JobState>& jobs);
};

} // namespace trutina::contracts
