// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QKeySequence>
#include <QWidget>

class QPainter;

namespace trutina::ui {

/// "Ctrl Z", "Enter", "?": a key as the program writes it beside what it does.
[[nodiscard]] QString keyText(const QKeySequence& keys);

/// Size and picture of a key cap, for widgets that paint one within themselves.
[[nodiscard]] QSize keyCapSize(const QString& text);
void paintKeyCap(QPainter& painter, const QRect& area, const QString& text, QColor ink, QColor border, QColor face);

/// A key, drawn as one.
class KeyCap : public QWidget {
    Q_OBJECT
  public:
    explicit KeyCap(const QString& text, QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_text;
};

} // namespace trutina::ui
