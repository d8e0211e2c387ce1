// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/scoring_desk.h"

#include <QAbstractListModel>
#include <QList>

#include <optional>

namespace trutina::contracts {
class TrainingDesk;
class TransferDesk;
} // namespace trutina::contracts

namespace trutina::ui {

/// The jobs of the desks in one list: imports and exports first (the user waits for them), then scoring, then training.
class JobListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { FractionRole = Qt::UserRole + 1, StageRole, CanCancelRole };

    JobListModel(contracts::ScoringDesk& scoring, contracts::TransferDesk& transfer, contracts::TrainingDesk& training,
                 QObject* parent = nullptr);

    [[nodiscard]] std::optional<contracts::JobState> current() const; ///< the one the status bar shows
    void cancel(int row);
    void cancelCurrent();

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

    /// "2 min left", "a few seconds left"; empty when unknown.
    [[nodiscard]] static QString timeLeftText(int seconds);

  Q_SIGNALS:
    void currentChanged();

  private:
    [[nodiscard]] const contracts::JobState* job(int row) const;
    void replace(QList<contracts::JobState>& mine, const QList<contracts::JobState>& jobs);

    contracts::ScoringDesk& m_scoring;
    contracts::TransferDesk& m_transfer;
    contracts::TrainingDesk& m_training;
    QList<contracts::JobState> m_scoringJobs;
    QList<contracts::JobState> m_transferJobs;
    QList<contracts::JobState> m_trainingJobs;
};

} // namespace trutina::ui
