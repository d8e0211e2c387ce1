// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/tokens.h"

#include <QLabel>

namespace trutina::ui {

/// A label with a place in the type scale and a colour by role; follows the theme. Plain text unless told otherwise.
class TextLabel : public QLabel {
    Q_OBJECT
  public:
    explicit TextLabel(const QString& text = {}, TextRole role = TextRole::Interface, TextWeight weight = TextWeight::Regular,
                       ColorRole colorRole = ColorRole::Text, QWidget* parent = nullptr);

    void setColorRole(ColorRole role);
    void setWeight(TextWeight weight);
    /// A candidate's colour instead of a role; 0: the role again.
    void setSlot(int slot);

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void refresh();

    TextRole m_role;
    TextWeight m_weight;
    ColorRole m_colorRole;
    int m_slot = 0;
};

} // namespace trutina::ui
