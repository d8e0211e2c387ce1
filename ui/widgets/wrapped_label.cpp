// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wrapped_label.h"

#include <QResizeEvent>

namespace trutina::ui {

WrappedLabel::WrappedLabel(const QString& text, TextRole role, TextWeight weight, ColorRole colorRole, QWidget* parent)
    : TextLabel(text, role, weight, colorRole, parent) {
    setWordWrap(true);
    // The height follows the width by the hints below, not by the wish that layouts may leave unheard.
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(false);
    setSizePolicy(policy);
}

QSize WrappedLabel::sizeHint() const {
    return {TextLabel::sizeHint().width(), heightForWidth(width())};
}

QSize WrappedLabel::minimumSizeHint() const {
    return {0, heightForWidth(width())};
}

void WrappedLabel::resizeEvent(QResizeEvent* event) {
    TextLabel::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) {
        updateGeometry();
    }
}

} // namespace trutina::ui
