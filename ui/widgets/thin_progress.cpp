// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/thin_progress.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QPainter>

#include <algorithm>

namespace trutina::ui {

ThinProgress::ThinProgress(const QString& accessibleName, QWidget* parent)
    : QWidget(parent), m_width(size::progressWidth), m_thickness(size::progress) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(accessibleName);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void ThinProgress::setFraction(double fraction) {
    m_fraction = std::min(fraction, 1.0);
    setAccessibleDescription(fraction < 0 ? QString() : tr("%1 %").arg(static_cast<int>(m_fraction * 100)));
    update();
}

void ThinProgress::setBarWidth(int pixelsAt100) {
    m_width = pixelsAt100;
    updateGeometry();
}

void ThinProgress::setSlot(int slot) {
    m_slot = slot;
    update();
}

void ThinProgress::setThickness(int pixelsAt100) {
    m_thickness = pixelsAt100;
    updateGeometry();
}

QSize ThinProgress::sizeHint() const {
    return {scaled(m_width), scaled(m_thickness)};
}

QSize ThinProgress::minimumSizeHint() const {
    return {scaled(size::control), scaled(m_thickness)};
}

void ThinProgress::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const qreal radius = height() / 2.0;
    painter.setBrush(color(m_fraction < 0 ? ColorRole::AccentSoft : ColorRole::Sunken));
    painter.drawRoundedRect(rect(), radius, radius);
    if (m_fraction > 0) {
        painter.setBrush(m_slot > 0 ? slotColor(m_slot) : color(ColorRole::Accent));
        painter.drawRoundedRect(QRectF(0, 0, std::max(width() * m_fraction, 2 * radius), height()), radius, radius);
    }
}

} // namespace trutina::ui
