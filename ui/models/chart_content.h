// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QString>

namespace trutina::ui {

/// One line of a chart. Points by rising x.
struct Curve {
    QString name;
    QList<QPointF> points;
    int slot = 1;             ///< its colour, as that of a candidate
    bool showsPoints = false; ///< few points, each with a mark
};

enum class NumberStyle { Plain, Percent, Scientific };

/// What a line chart shows. `title` is a sentence that says it in words.
struct ChartContent {
    QString title;
    QString xName;
    QList<Curve> curves;
    NumberStyle style = NumberStyle::Plain;
    double xLast = 0; ///< where the axis ends; at least the last point
};

} // namespace trutina::ui
