// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/training_curves.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace trutina::ui {

namespace {

constexpr qsizetype kMostForMean = 50;

/// Mean of each point with those before it, `window` in all.
QList<QPointF> runningMean(const QList<QPointF>& points, qsizetype window) {
    QList<QPointF> means;
    means.reserve(points.size());
    double sum = 0;
    for (qsizetype i = 0; i < points.size(); ++i) {
        sum += points[i].y();
        if (i >= window) {
            sum -= points[i - window].y();
        }
        means.append({points[i].x(), sum / static_cast<double>(std::min(i + 1, window))});
    }
    return means;
}

} // namespace

TrainingCurves::TrainingCurves(const contracts::TrainingRun& run) {
    for (const engine::TrainingReport& report : run.reports) {
        const auto step = static_cast<double>(report.step.step);
        m_steps = static_cast<double>(report.steps);
        if (report.step.step > 0) {
            m_loss.append({step, report.step.loss});
            m_accuracy.append({step, report.step.accuracy});
            m_learningRate.append({step, report.step.learningRate});
            m_gradientNorm.append({step, report.step.gradientNorm});
        }
        if (report.heldOut) {
            m_heldOutLoss.append({step, report.heldOut->loss});
            m_heldOutAccuracy.append({step, report.heldOut->accuracy});
        }
    }
    const auto window = std::clamp<qsizetype>(static_cast<qsizetype>(m_steps / 10), 1, kMostForMean);
    m_loss = runningMean(m_loss, window);
    m_accuracy = runningMean(m_accuracy, window);
}

QString TrainingCurves::number(double value, NumberStyle style) {
    const QLocale locale;
    switch (style) {
    case NumberStyle::Percent:
        return tr("%1 %").arg(locale.toString(100 * value, 'f', 0));
    case NumberStyle::Scientific: {
        // "3.8e-4", "1e-3": without the zeros that say nothing.
        const QStringList parts = QString::number(value, 'e', 1).split(QLatin1Char('e'));
        const double mantissa = parts.first().toDouble();
        return mantissa == 0 ? locale.toString(0) : tr("%1e%2").arg(locale.toString(mantissa)).arg(parts.last().toInt());
    }
    case NumberStyle::Plain:
        break;
    }
    const int decimals = std::abs(value) < 10 ? 3 : 1;
    return locale.toString(value, 'f', decimals);
}

ChartContent TrainingCurves::content(const QString& title, NumberStyle style, const QList<QPointF>& training,
                                     const QList<QPointF>& heldOut) const {
    ChartContent content{title, tr("step"), {}, style, m_steps};
    content.curves.append({tr("training"), training, 1, false});
    if (!heldOut.isEmpty()) {
        content.curves.append({tr("held out"), heldOut, 2, true});
    }
    return content;
}

ChartContent TrainingCurves::loss() const {
    QString title = tr("Loss");
    if (m_loss.size() > 1) {
        const double first = m_loss.first().y();
        const double last = m_loss.last().y();
        title = last < first ? tr("Loss fell from %1 to %2") : tr("Loss went from %1 to %2");
        title = title.arg(number(first, NumberStyle::Plain), number(last, NumberStyle::Plain));
    }
    return content(title, NumberStyle::Plain, m_loss, m_heldOutLoss);
}

ChartContent TrainingCurves::accuracy() const {
    QString title = tr("Pairs ranked right");
    if (!m_heldOutAccuracy.isEmpty()) {
        title = tr("Ranks %1 of the held-out pairs right").arg(number(m_heldOutAccuracy.last().y(), NumberStyle::Percent));
    } else if (!m_accuracy.isEmpty()) {
        title = tr("Ranks %1 of the pairs right").arg(number(m_accuracy.last().y(), NumberStyle::Percent));
    }
    return content(title, NumberStyle::Percent, m_accuracy, m_heldOutAccuracy);
}

ChartContent TrainingCurves::learningRate() const {
    return content(m_learningRate.isEmpty()
                       ? tr("Learning rate")
                       : tr("Learning rate is %1").arg(number(m_learningRate.last().y(), NumberStyle::Scientific)),
                   NumberStyle::Scientific, m_learningRate, {});
}

ChartContent TrainingCurves::gradientNorm() const {
    return content(m_gradientNorm.isEmpty()
                       ? tr("Gradient norm")
                       : tr("Gradient norm is %1 before clipping").arg(number(m_gradientNorm.last().y(), NumberStyle::Plain)),
                   NumberStyle::Plain, m_gradientNorm, {});
}

} // namespace trutina::ui
