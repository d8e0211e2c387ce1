// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"
#include "ui/contracts/scoring_desk.h"

#include <QAbstractListModel>
#include <QList>

#include <optional>

namespace trutina::ui {

/// The jobs of the desks in one list: imports, exports and the care of the data first (the user waits for them), then
/// scoring, then training.
class JobListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { FractionRole = Qt::UserRole + 1, StageRole, CanCancelRole };

    explicit JobListModel(const contracts::Desks& desks, QObject* parent = nullptr);

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

    contracts::Desks m_desks;
    QList<contracts::JobState> m_scoringJobs;
    QList<contracts::JobState> m_transferJobs;
    QList<contracts::JobState> m_careJobs;
    QList<contracts::JobState> m_trainingJobs;
};

} // namespace trutina::ui
