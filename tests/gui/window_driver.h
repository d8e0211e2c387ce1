// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/compare_state.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>

// How a user's hands reach the window.
namespace trutina::testing {

/// A key to whatever has the focus.
inline void press(QWidget& window, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWidget* focused = QApplication::focusWidget();
    QTest::keyClick(focused != nullptr ? focused : &window, static_cast<Qt::Key>(key), modifiers);
}

/// Keys are ignored for a moment after a change of item, so that a double tap does not label the next one.
inline void pauseBetweenItems() {
    QTest::qWait(static_cast<int>(ui::CompareState::keyPauseMilliseconds) + 50);
}

/// The button on show that says so; null without one.
[[nodiscard]] inline QPushButton* visibleButton(const QWidget& parent, const QString& text) {
    for (auto* one : parent.findChildren<QPushButton*>()) {
        if (one->text() == text && one->isVisible()) {
            return one;
        }
    }
    return nullptr;
}

} // namespace trutina::testing
