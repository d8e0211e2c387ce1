// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <QFrame>

class QMenu;
class QToolButton;

namespace trutina::ui {

class ElidedLabel;
class TextLabel;
class ThinProgress;

/// The line above everything: the menu behind the mark, the project and the place in it, and how far the work has come.
class TopBar : public QFrame {
    Q_OBJECT
  public:
    explicit TopBar(QWidget* parent = nullptr);

    void setMenu(QMenu* menu);
    void openMenu();
    void setProject(const QString& name); ///< empty: none
    void setPlace(const QString& place);
    void setCounts(const storage::ItemCounts& counts);

  private:
    void refresh();

    QToolButton* m_mark;
    ElidedLabel* m_project;
    TextLabel* m_place;
    TextLabel* m_count;
    ThinProgress* m_progress;
};

} // namespace trutina::ui
