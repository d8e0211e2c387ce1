// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

namespace trutina::ui {

/// Shows the keyboard focus in every window: a ring of two pixels in the accent colour, two pixels away from the widget. It
/// appears once keys move the focus and hides when the mouse is used. GUI thread; one per application, owned by Theme.
class FocusRing : public QObject {
    Q_OBJECT
  public:
    explicit FocusRing(QObject* parent);
    ~FocusRing() override;

    /// The ring of the focused widget, or null while none is shown.
    [[nodiscard]] const QWidget* ring() const;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void follow(QWidget* focused);
    void place();

    QPointer<QWidget> m_ring;
    QPointer<QWidget> m_focused;
    bool m_isKeyboardUsed = false;
};

} // namespace trutina::ui
