// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/key_cap.h"

#include <QEnterEvent>
#include <QPainter>

namespace trutina::ui {

Chip::Chip(const QString& text, QWidget* parent) : QAbstractButton(parent) {
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setText(text);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void Chip::setFactOnly(bool factOnly) {
    m_isFact = factOnly;
    setFocusPolicy(factOnly ? Qt::NoFocus : Qt::TabFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents, factOnly);
    update();
}

void Chip::setIconName(const char* name) {
    m_iconName = name;
    updateGeometry();
    update();
}

void Chip::setKeyText(const QString& keys) {
    m_keys = keys;
    updateGeometry();
    update();
}

void Chip::setText(const QString& text) {
    QAbstractButton::setText(text);
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const {
    const QFontMetrics metrics(ui::font(TextRole::Label));
    int width = 2 * scaled(size::chipPadding) + metrics.horizontalAdvance(text());
    if (m_iconName != nullptr) {
        width += scaled(size::chipIcon + size::chipGap);
    }
    if (!m_keys.isEmpty()) {
        width += scaled(space::m) + keyCapSize(m_keys).width() - scaled(space::xs);
    }
    return {width, scaled(size::chip)};
}

void Chip::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isHovered = underMouse() && isEnabled() && !m_isFact;
    const QColor face = color(isChecked() ? ColorRole::AccentSoft : isHovered ? ColorRole::Sunken : ColorRole::Panel);
    const QColor ink = color(isChecked() ? ColorRole::Accent : isEnabled() ? ColorRole::MutedText : ColorRole::FaintText);
    painter.setPen(QPen(color(isChecked() ? ColorRole::Accent : ColorRole::Border), size::hairline));
    painter.setBrush(face);
    const QRectF area = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2);

    int x = scaled(size::chipPadding);
    if (m_iconName != nullptr) {
        const int side = scaled(size::chipIcon);
        painter.drawPixmap(QRect(x, (height() - side) / 2, side, side), iconPixmap(m_iconName, ink, side, devicePixelRatioF()));
        x += scaled(size::chipIcon + size::chipGap);
    }
    int right = width() - scaled(size::chipPadding);
    if (!m_keys.isEmpty()) {
        const QSize cap = keyCapSize(m_keys);
        right = width() - scaled(size::chipPadding - space::xs) - cap.width();
        paintKeyCap(painter, QRect(QPoint(right, (height() - cap.height()) / 2), cap), m_keys, color(ColorRole::MutedText),
                    color(ColorRole::StrongBorder), color(ColorRole::Panel));
        right -= scaled(space::xs);
    }
    painter.setPen(ink);
    painter.setFont(ui::font(TextRole::Label));
    painter.drawText(QRect(x, 0, right - x + 1, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
}

void Chip::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void Chip::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace trutina::ui
