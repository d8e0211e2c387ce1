// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/chart_content.h"

#include <QWidget>

#include <optional>

namespace trutina::ui {

/// A small chart of one or two lines. A cursor shows the values at one place: it follows the mouse, and with the focus the arrow
/// keys, Home and End; Escape takes it away. Nothing moves by itself.
class LineChart : public QWidget {
    Q_OBJECT
  public:
    explicit LineChart(QWidget* parent = nullptr);

    void setContent(const ChartContent& content);
    [[nodiscard]] const ChartContent& content() const { return m_content; }
    /// "step 12: training 0.412, held out 0.500"; that of the last place without a cursor; empty without points.
    [[nodiscard]] QString valuesText() const;
    [[nodiscard]] std::optional<double> cursor() const { return m_cursor; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    struct Axis {
        double least = 0;
        double most = 1;
    };
    [[nodiscard]] QRectF area() const; ///< of the lines
    [[nodiscard]] Axis yAxis() const;
    [[nodiscard]] double lastX() const;
    [[nodiscard]] QPointF place(const QPointF& point, const QRectF& area, const Axis& axis) const;
    [[nodiscard]] QList<double> places() const; ///< every x with a point, rising
    void setCursorAt(std::optional<double> x);
    void paintAxes(QPainter& painter, const QRectF& area, const Axis& axis) const;
    void paintCurve(QPainter& painter, const Curve& curve, const QRectF& area, const Axis& axis) const;
    void paintHead(QPainter& painter) const;

    ChartContent m_content;
    std::optional<double> m_cursor; ///< an x of a point
};

} // namespace trutina::ui
