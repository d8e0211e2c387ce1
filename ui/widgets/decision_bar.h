// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/action_button.h"

#include <QList>
#include <QWidget>

class QAction;
class QHBoxLayout;

namespace trutina::ui {

/// The bar at the foot of a page where a decision is made: undo at the left, the decision in the middle, the rest at the right.
/// It keeps its place and height whatever it shows.
class DecisionBar : public QWidget {
    Q_OBJECT
  public:
    explicit DecisionBar(QWidget* parent = nullptr);

    void setLeft(const QList<QAction*>& actions);
    void setRight(const QList<QAction*>& actions);

    /// One button per candidate in its colour, then or between them `others` (tie, all bad). `chosen` keeps its soft tone.
    void showChoices(const QList<QAction*>& votes, const QList<QAction*>& others, int chosen = 0);
    /// What can be done after the decision; `go` is the one way on.
    void showDecided(const QList<QAction*>& quiet, QAction* go);
    void showNothing();

    [[nodiscard]] ActionButton* buttonOf(const QAction* action) const; ///< null when it is not in the bar
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    ActionButton* addButton(QHBoxLayout* row, QAction* action, ButtonVariant variant, int slot = 0);
    void clearMiddle();
    void refresh();

    QHBoxLayout* m_left;
    QHBoxLayout* m_middle;
    QHBoxLayout* m_right;
    QWidget* m_leftSide;
    QWidget* m_middleSide;
    QWidget* m_rightSide;
};

} // namespace trutina::ui
