// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace trutina::ui {

class KeyMap;

/// Every command with its key, over the whole window. Any key or click closes it.
class KeyOverlay : public QWidget {
    Q_OBJECT
  public:
    KeyOverlay(const KeyMap& keys, QWidget* window);

    void toggle();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    QWidget* m_card;
};

} // namespace trutina::ui
