// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/text_label.h"

namespace trutina::ui {

/// One line that ends in "…" where it does not fit; the whole text is then in the tool tip. Newlines are shown as spaces.
class ElidedLabel : public TextLabel {
    Q_OBJECT
  public:
    using TextLabel::TextLabel;

    void setElideMode(Qt::TextElideMode mode);
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    [[nodiscard]] QString line() const;

    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace trutina::ui
