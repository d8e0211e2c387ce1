// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QAction>
#include <QPointer>

namespace trutina::ui {

enum class ButtonVariant {
    Plain,  ///< panel colour, strong border
    Slot,   ///< border and text in the colour of a candidate
    Quiet,  ///< no border, muted
    Go,     ///< filled with the accent: the one way on
    Whisper ///< no border, small text: what stands at the ends of a bar
};

/// A button with its key beside its words. 44 high (Whisper: 32).
class ActionButton : public QAbstractButton {
    Q_OBJECT
  public:
    /// Property of an action: keys to show instead of its first shortcut ("1–4, 0").
    static constexpr auto keysProperty = "keyText";

    explicit ActionButton(const QString& text, const QString& keys = {}, ButtonVariant variant = ButtonVariant::Plain,
                          QWidget* parent = nullptr);
    /// Follows the action: a click triggers it, its enabled and visible states are the button's, its first shortcut is the key
    /// shown.
    explicit ActionButton(QAction* action, ButtonVariant variant = ButtonVariant::Plain, QWidget* parent = nullptr);

    void setLabel(const QString& text);
    void setKeyText(const QString& keys);
    void setVariant(ButtonVariant variant);
    void setSlot(int slot); ///< for ButtonVariant::Slot
    [[nodiscard]] QAction* action() const { return m_action; }
    void setIconName(const char* name); ///< at the left; null: none

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    void initialize();
    void refreshAccessibleName();

    QPointer<QAction> m_action;
    QString m_keys;
    ButtonVariant m_variant;
    const char* m_iconName = nullptr;
    int m_slot = 1;
};

} // namespace trutina::ui
