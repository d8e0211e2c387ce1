// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon_button.h"

#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QEnterEvent>
#include <QPainter>

namespace trutina::ui {

IconButton::IconButton(const char* iconName, const QString& words, QWidget* parent)
    : QAbstractButton(parent), m_iconName(iconName), m_side(size::control), m_iconSide(size::icon) {
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setWords(words);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void IconButton::setIconName(const char* name) {
    m_iconName = name;
    update();
}

void IconButton::setWords(const QString& words) {
    setToolTip(words);
    setAccessibleName(words);
}

void IconButton::setSide(int pixelsAt100, int iconPixelsAt100) {
    m_side = pixelsAt100;
    m_iconSide = iconPixelsAt100;
    updateGeometry();
}

QSize IconButton::sizeHint() const {
    return {scaled(m_side), scaled(m_side)};
}

void IconButton::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isHovered = underMouse() && isEnabled();
    if (isChecked() || isHovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(isChecked() ? ColorRole::AccentSoft : ColorRole::Sunken));
        painter.drawRoundedRect(rect(), size::controlRadius, size::controlRadius);
    }
    const ColorRole ink = !isEnabled() ? ColorRole::StrongBorder : isChecked() ? ColorRole::Accent : ColorRole::MutedText;
    const int side = scaled(m_iconSide);
    painter.drawPixmap(QRect((width() - side) / 2, (height() - side) / 2, side, side),
                       iconPixmap(m_iconName, color(ink), side, devicePixelRatioF()));
}

void IconButton::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void IconButton::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace trutina::ui
