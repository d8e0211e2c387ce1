// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace trutina::ui {

/// The number of a candidate on its colour.
class SlotBadge : public QWidget {
    Q_OBJECT
  public:
    explicit SlotBadge(int slot, QWidget* parent = nullptr);

    void setSlot(int slot);
    [[nodiscard]] int slot() const { return m_slot; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    int m_slot;
};

} // namespace trutina::ui
