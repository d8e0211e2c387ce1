// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/tokens.h"

#include <QPainter>
#include <QWidget>

namespace trutina::ui {

/// The line between two parts of the window.
class Hairline : public QWidget {
  public:
    explicit Hairline(Qt::Orientation orientation) {
        if (orientation == Qt::Horizontal) {
            setFixedHeight(ui::size::hairline);
        } else {
            setFixedWidth(ui::size::hairline);
        }
    }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override { QPainter(this).fillRect(rect(), color(ColorRole::Border)); }
};

} // namespace trutina::ui
