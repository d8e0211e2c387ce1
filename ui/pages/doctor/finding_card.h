// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/finding.h"
#include "ui/widgets/card.h"

class QPushButton;

namespace trutina::ui {

/// One finding: how grave, what, how often, and what can be done about it.
class FindingCard : public Card {
    Q_OBJECT
  public:
    explicit FindingCard(const storage::Finding& finding, QWidget* parent = nullptr);

    void setCanCure(bool canCure); ///< false while something runs, or in a project that can only be read
    [[nodiscard]] QPushButton& itemsButton() const { return *m_items; }
    [[nodiscard]] QPushButton* cureButton() const { return m_cure; } ///< null without a cure

  Q_SIGNALS:
    void itemsRequested();
    void cureRequested();

  private:
    QPushButton* m_items;
    QPushButton* m_cure = nullptr;
};

} // namespace trutina::ui
