// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QApplication;

namespace trutina::ui {

enum class ThemeChoice { System, Light, Dark };
enum class MotionChoice { System, Off };

/// Fonts, palette and style sheet of the application; switches live. One per process, made by app/desktop before the first window
/// (color(), font() and icon() read it) and destroyed before the application. GUI thread.
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

    void setMotion(MotionChoice choice);
    [[nodiscard]] MotionChoice motion() const;
    [[nodiscard]] bool motionAllowed() const; ///< 120 ms fades, or none

  Q_SIGNALS:
    void changed(); ///< colours or sizes: whoever paints or caches must do so again

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void apply();
    [[nodiscard]] bool platformIsDark() const;

    QApplication& m_application;
    ThemeChoice m_choice = ThemeChoice::System;
    MotionChoice m_motion = MotionChoice::System;
    int m_textSize = 100;
    bool m_isDark = false;
    bool m_isApplying = false;
};

} // namespace trutina::ui
