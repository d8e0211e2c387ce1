// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/training_desk.h"
#include "ui/models/chart_content.h"

#include <QCoreApplication>

namespace trutina::ui {

/// The reports of a run as curves. Loss and accuracy of single steps jump, since a step sees a few pairs: a running mean over the
/// last tenth of the run, at most 50 steps, is drawn.
class TrainingCurves {
    Q_DECLARE_TR_FUNCTIONS(trutina::ui::TrainingCurves)
  public:
    explicit TrainingCurves(const contracts::TrainingRun& run);

    [[nodiscard]] bool isEmpty() const { return m_loss.isEmpty() && m_heldOutLoss.isEmpty(); }
    [[nodiscard]] ChartContent loss() const;
    [[nodiscard]] ChartContent accuracy() const;
    [[nodiscard]] ChartContent learningRate() const;
    [[nodiscard]] ChartContent gradientNorm() const;

    [[nodiscard]] static QString number(double value, NumberStyle style);

  private:
    [[nodiscard]] ChartContent content(const QString& title, NumberStyle style, const QList<QPointF>& training,
                                       const QList<QPointF>& heldOut) const;

    double m_steps = 0;
    QList<QPointF> m_loss, m_accuracy, m_learningRate, m_gradientNorm, m_heldOutLoss, m_heldOutAccuracy;
};

} // namespace trutina::ui
