// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace trutina::ui {

class RecentList;
class TextLabel;

/// What shows while no project is open: the ways to one.
class StartPage : public QWidget {
    Q_OBJECT
  public:
    explicit StartPage(RecentList& recent, QWidget* parent = nullptr);

  Q_SIGNALS:
    void newRequested();
    void openRequested();
    void sampleRequested();
    void projectRequested(const QString& file);

  private:
    void rebuild();

    RecentList& m_recent;
    TextLabel* m_recentTitle;
    QVBoxLayout* m_entries;
};

} // namespace trutina::ui
