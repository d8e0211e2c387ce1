// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/tokens.h"

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace trutina::ui {

class TextLabel;

/// What a place is for while it is empty, and the one step that fills it.
class EmptyState : public QWidget {
    Q_OBJECT
  public:
    explicit EmptyState(const char* iconName, const QString& title, const QString& sentence, QWidget* parent = nullptr);

    void setIconName(const char* name);
    void setTexts(const QString& title, const QString& sentence);
    void setActionText(const QString& verb); ///< empty: no button
    /// A second, quiet way; empty: none.
    void setSecondActionText(const QString& verb);

  Q_SIGNALS:
    void actionTriggered();
    void secondActionTriggered();

  private:
    void refresh();

    const char* m_iconName;
    QLabel* m_icon;
    TextLabel* m_title;
    TextLabel* m_sentence;
    QPushButton* m_action;
    QPushButton* m_second;
};

} // namespace trutina::ui
