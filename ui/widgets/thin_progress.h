// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace trutina::ui {

/// A thin bar that fills. Nothing moves by itself: an unknown fraction (below 0) is an even, soft bar.
class ThinProgress : public QWidget {
    Q_OBJECT
  public:
    explicit ThinProgress(const QString& accessibleName, QWidget* parent = nullptr);

    void setFraction(double fraction); ///< 0..1, or below 0 when unknown
    [[nodiscard]] double fraction() const { return m_fraction; }
    void setBarWidth(int pixelsAt100); ///< size::progressWidth unless set
    /// Bars that stand for candidates take the candidate's colour; 0: the accent.
    void setSlot(int slot);
    void setThickness(int pixelsAt100); ///< size::progress unless set
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    double m_fraction = 0;
    int m_width;
    int m_thickness;
    int m_slot = 0;
};

} // namespace trutina::ui
