// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QApplication;

namespace trutina::ui {

enum class ThemeChoice { System, Light, Dark };

/// Fonts, palette and style sheet of the application; switches live. One per process, made by app/desktop before the first window
/// (color(), font() and icon() read it). GUI thread.
class Theme : public QObject {
    Q_OBJECT
  public:
    explicit Theme(QApplication& application);
    ~Theme() override;

    static Theme& instance();

    void setChoice(ThemeChoice choice);
    [[nodiscard]] ThemeChoice choice() const;
    [[nodiscard]] bool isDark() const;

    void setTextSize(int percent); ///< 80..200
    [[nodiscard]] int textSize() const;

    [[nodiscard]] bool motionAllowed() const; ///< 120 ms fades, or none

  Q_SIGNALS:
    void changed(); ///< colours or sizes: whoever paints or caches must do so again

  private:
    void apply();
    QApplication& m_application;
    ThemeChoice m_choice = ThemeChoice::System;
    int m_textSize = 100;
};

} // namespace trutina::ui
