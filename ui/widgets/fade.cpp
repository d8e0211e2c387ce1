// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fade.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QGraphicsOpacityEffect>
#include <QPropertyAnimation>
#include <QWidget>

namespace trutina::ui {

void fadeIn(QWidget* widget) {
    widget->show();
    if (!Theme::instance().motionAllowed() || !widget->isVisible()) {
        return;
    }
    auto* effect = new QGraphicsOpacityEffect(widget);
    widget->setGraphicsEffect(effect); // takes ownership, and removes one that still runs
    auto* animation = new QPropertyAnimation(effect, "opacity", effect);
    animation->setDuration(motion::fadeMilliseconds);
    animation->setStartValue(0.0);
    animation->setEndValue(1.0);
    QObject::connect(animation, &QPropertyAnimation::finished, widget, [widget, effect] {
        if (widget->graphicsEffect() == effect) {
            widget->setGraphicsEffect(nullptr);
        }
    });
    animation->start();
}

} // namespace trutina::ui
