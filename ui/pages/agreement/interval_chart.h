// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

namespace trutina::ui {

/// A figure with its interval.
struct IntervalRow {
    QString name;
    std::optional<double> value; ///< none: the row says so
    std::optional<double> low, high;
    QString remark; ///< at the right: "of 48 items"
};

/// Figures between −1 and 1 below each other, each as a point on a line with its interval; 0 is marked as what chance gives.
class IntervalChart : public QWidget {
    Q_OBJECT
  public:
    explicit IntervalChart(QWidget* parent = nullptr);

    void setRows(std::vector<IntervalRow> rows);
    [[nodiscard]] const std::vector<IntervalRow>& rows() const { return m_rows; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

    /// "0.41 (0.30 to 0.52)".
    [[nodiscard]] static QString text(const IntervalRow& row);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    [[nodiscard]] double lowest() const; ///< of the scale
    [[nodiscard]] int rowHeight() const;

    std::vector<IntervalRow> m_rows;
};

} // namespace trutina::ui
