// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/compare_state.h"
#include "ui/widgets/card.h"

#include <vector>

class QAction;
class QGridLayout;

namespace trutina::ui {

class ActionButton;
class TextLabel;

/// What the model says, closed until it may be shown.
class ScoreStripView : public Card {
    Q_OBJECT
  public:
    explicit ScoreStripView(QAction* open, QWidget* parent = nullptr);

    void showState(const CompareState& state);
    [[nodiscard]] QString sentence() const; ///< what it says in words
    [[nodiscard]] bool showsScores() const { return !m_rows.empty(); }

  private:
    void showClosed(const CompareState& state);
    void showScores(const CompareState& state);
    void clearRows();

    QWidget* m_closed;
    QWidget* m_closedIcon = nullptr;
    TextLabel* m_closedText;
    ActionButton* m_open;
    QWidget* m_scores;
    QGridLayout* m_grid;
    TextLabel* m_verdict;
    TextLabel* m_remark;
    std::vector<QWidget*> m_rows;
};

} // namespace trutina::ui
