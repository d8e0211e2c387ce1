// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace trutina::ui {

/// A square button with an icon; its words are its tool tip and its accessible name. Checked: accent on its soft tone.
class IconButton : public QAbstractButton {
    Q_OBJECT
  public:
    IconButton(const char* iconName, const QString& words, QWidget* parent = nullptr);

    void setIconName(const char* name);
    void setWords(const QString& words);
    void setSide(int pixelsAt100, int iconPixelsAt100); ///< 32 and 20 unless set
    /// A toggle that is usually on whispers: on is the plain icon, off is struck through.
    void setStruckWhenOff(bool struck);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    const char* m_iconName;
    int m_side;
    int m_iconSide;
    bool m_isStruckWhenOff = false;
};

} // namespace trutina::ui
