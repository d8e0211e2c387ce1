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

void IconButton::setStruckWhenOff(bool struck) {
    m_isStruckWhenOff = struck;
    update();
}

QSize IconButton::sizeHint() const {
    return {scaled(m_side), scaled(m_side)};
}

void IconButton::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isHovered = underMouse() && isEnabled();
    const bool isLit = isChecked() && !m_isStruckWhenOff;
    if (isLit || isHovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(isLit ? ColorRole::AccentSoft : ColorRole::Sunken));
        painter.drawRoundedRect(rect(), size::controlRadius, size::controlRadius);
    }
    const ColorRole ink = !isEnabled() ? ColorRole::StrongBorder : isLit ? ColorRole::Accent : ColorRole::MutedText;
    const int side = scaled(m_iconSide);
    painter.drawPixmap(QRect((width() - side) / 2, (height() - side) / 2, side, side),
                       iconPixmap(m_iconName, color(ink), side, devicePixelRatioF()));
    if (m_isStruckWhenOff && !isChecked()) {
        painter.setPen(QPen(color(ink), size::focusRing, Qt::SolidLine, Qt::RoundCap));
        const QRectF area((width() - side) / 2.0, (height() - side) / 2.0, side, side);
        painter.drawLine(area.topLeft(), area.bottomRight());
    }
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
