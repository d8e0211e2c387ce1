// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace trutina::ui {

/// A small pill: a fact when it does nothing, a filter when it is checkable, a way to somewhere otherwise.
class Chip : public QAbstractButton {
    Q_OBJECT
  public:
    explicit Chip(const QString& text, QWidget* parent = nullptr);

    /// A chip that only says something takes no focus and no clicks.
    void setFactOnly(bool factOnly);
    void setIconName(const char* name);   ///< see ui/style/icons.h; null: none
    void setKeyText(const QString& keys); ///< drawn as a key cap at the right
    void setText(const QString& text);    ///< also updates the size

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    const char* m_iconName = nullptr;
    QString m_keys;
    bool m_isFact = false;
};

} // namespace trutina::ui
