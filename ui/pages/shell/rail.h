// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QButtonGroup;
class QVBoxLayout;

namespace trutina::ui {

/// The places of the program as icons, one above the other; what is not a place (settings) stands at the bottom.
class Rail : public QFrame {
    Q_OBJECT
  public:
    explicit Rail(QWidget* parent = nullptr);

    void addPlace(int id, const char* iconName, const QString& name, const QString& key);
    void addAtBottom(const char* iconName, const QString& name, const QString& key);
    void setCurrent(int id);

  Q_SIGNALS:
    void placeChosen(int id);
    void bottomChosen();

  private:
    void refresh();

    QButtonGroup* m_group;
    QVBoxLayout* m_places;
    QVBoxLayout* m_bottom;
};

} // namespace trutina::ui
