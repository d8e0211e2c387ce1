// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/key_cap.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace trutina::ui {

QString keyText(const QKeySequence& keys) {
    QString text = keys.toString(QKeySequence::NativeText);
    text.replace(QStringLiteral("Return"), QObject::tr("Enter"));
    text.replace(QStringLiteral("PgDown"), QObject::tr("PgDn"));
    text.replace(QStringLiteral("Left"), QStringLiteral("←"));
    text.replace(QStringLiteral("Right"), QStringLiteral("→"));
    if (text.size() > 1) {
        text.replace(u'+', u' ');
    }
    return text;
}

QSize keyCapSize(const QString& text) {
    const QFontMetrics metrics(font(TextRole::Label, TextWeight::Medium));
    const int height = scaled(size::keyCap);
    return {std::max(height, metrics.horizontalAdvance(text) + 2 * scaled(size::keyCapRadius + 1)), height};
}

void paintKeyCap(QPainter& painter, const QRect& area, const QString& text, QColor ink, QColor border, QColor face) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF outer = QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(border, size::hairline));
    painter.setBrush(face.alpha() == 0 ? QBrush(Qt::NoBrush) : QBrush(face));
    painter.drawRoundedRect(outer, size::keyCapRadius, size::keyCapRadius);
    // The lower edge is two pixels strong: that is what makes it a key.
    const qreal y = outer.bottom() - size::hairline;
    painter.drawLine(QPointF(outer.left() + size::keyCapRadius / 2.0, y), QPointF(outer.right() - size::keyCapRadius / 2.0, y));
    painter.setPen(ink);
    painter.setFont(ui::font(TextRole::Label, TextWeight::Medium));
    painter.drawText(area.adjusted(0, 0, 0, -size::hairline), Qt::AlignCenter, text);
    painter.restore();
}

KeyCap::KeyCap(const QString& text, QWidget* parent) : QWidget(parent), m_text(text) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Key %1").arg(text));
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void KeyCap::setText(const QString& text) {
    m_text = text;
    setAccessibleName(tr("Key %1").arg(text));
    updateGeometry();
    update();
}

QSize KeyCap::sizeHint() const {
    return keyCapSize(m_text);
}

void KeyCap::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    paintKeyCap(painter, rect(), m_text, color(ColorRole::MutedText), color(ColorRole::StrongBorder), color(ColorRole::Panel));
}

} // namespace trutina::ui
