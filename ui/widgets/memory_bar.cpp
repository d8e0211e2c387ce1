// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/memory_bar.h"

#include "ui/models/wording.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QPainter>
#include <QPainterPath>
#include <QStringList>

#include <algorithm>

namespace trutina::ui {

namespace {

/// The colours mixed, so that parts of one thing look like tones of one colour.
QColor mixed(const QColor& a, const QColor& b, float share) {
    const auto between = [share](float x, float y) { return x + (y - x) * share; };
    return QColor::fromRgbF(between(a.redF(), b.redF()), between(a.greenF(), b.greenF()), between(a.blueF(), b.blueF()));
}

} // namespace

MemoryBar::MemoryBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Memory"));
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QColor MemoryBar::tone(int part) {
    constexpr float kMiddle = 0.42F;
    switch (part) {
    case 0:
        return color(ColorRole::Accent);
    case 1:
        return mixed(color(ColorRole::Accent), color(ColorRole::Panel), kMiddle);
    default:
        return color(ColorRole::FaintText);
    }
}

void MemoryBar::setParts(const QList<PlanFacts::Part>& parts, qint64 freeBytes) {
    m_parts = parts;
    m_freeBytes = freeBytes;
    QStringList words;
    for (const PlanFacts::Part& part : parts) {
        words << tr("%1 %2").arg(part.name, Wording::bytes(part.bytes));
    }
    if (freeBytes > 0) {
        words << tr("of %1 free").arg(Wording::bytes(freeBytes));
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

QSize MemoryBar::sizeHint() const {
    return {scaled(size::minimumPane), scaled(space::m)};
}

QSize MemoryBar::minimumSizeHint() const {
    return {scaled(size::control), scaled(space::m)};
}

void MemoryBar::paintEvent(QPaintEvent* /*event*/) {
    qint64 needed = 0;
    for (const PlanFacts::Part& part : std::as_const(m_parts)) {
        needed += part.bytes;
    }
    const qint64 whole = std::max(needed, m_freeBytes);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setClipPath(shape);
    painter.fillRect(rect(), color(ColorRole::Sunken));
    if (whole <= 0) {
        return;
    }
    qreal from = 0;
    for (int at = 0; at < m_parts.size(); ++at) {
        const qreal length = width() * static_cast<qreal>(m_parts[at].bytes) / static_cast<qreal>(whole);
        painter.fillRect(QRectF(from, 0, length, height()), tone(at));
        from += length;
    }
    if (m_freeBytes > 0 && needed > m_freeBytes) {
        const qreal end = width() * static_cast<qreal>(m_freeBytes) / static_cast<qreal>(whole);
        painter.fillRect(QRectF(end - size::focusRing, 0, size::focusRing, height()), color(ColorRole::Bad));
    }
}

} // namespace trutina::ui
