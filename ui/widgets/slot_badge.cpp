// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/slot_badge.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QPainter>

namespace trutina::ui {

SlotBadge::SlotBadge(int slot, QWidget* parent) : QWidget(parent), m_slot(0) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    setSlot(slot);
}

void SlotBadge::setSlot(int slot) {
    m_slot = slot;
    setAccessibleName(tr("Candidate %1").arg(slot));
    update();
}

QSize SlotBadge::sizeHint() const {
    return {scaled(size::badge), scaled(size::badge)};
}

void SlotBadge::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(slotSoftColor(m_slot));
    painter.drawRoundedRect(rect(), size::badgeRadius, size::badgeRadius);
    painter.setPen(slotColor(m_slot));
    painter.setFont(ui::font(TextRole::Interface, TextWeight::SemiBold));
    painter.drawText(rect(), Qt::AlignCenter, QString::number(m_slot));
}

} // namespace trutina::ui
