// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text_label.h"

#include "ui/style/theme.h"

#include <QEvent>

namespace trutina::ui {

TextLabel::TextLabel(const QString& text, TextRole role, TextWeight weight, ColorRole colorRole, QWidget* parent)
    : QLabel(text, parent), m_role(role), m_weight(weight), m_colorRole(colorRole) {
    setTextFormat(Qt::PlainText);
    connect(&Theme::instance(), &Theme::changed, this, &TextLabel::refresh);
    refresh();
}

void TextLabel::setColorRole(ColorRole role) {
    m_colorRole = role;
    refresh();
}

void TextLabel::setWeight(TextWeight weight) {
    m_weight = weight;
    refresh();
}

void TextLabel::setSlot(int slot) {
    m_slot = slot;
    refresh();
}

// A style sheet that is set anew puts older palettes back, so ours is applied again after it.
void TextLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::StyleChange) {
        refresh();
    }
}

void TextLabel::showEvent(QShowEvent* event) {
    refresh();
    QLabel::showEvent(event);
}

void TextLabel::refresh() {
    setFont(ui::font(m_role, m_weight));
    const QColor ink = m_slot > 0 ? slotColor(m_slot) : color(m_colorRole);
    QPalette colours = palette();
    if (colours.color(QPalette::WindowText) != ink) {
        colours.setColor(QPalette::WindowText, ink);
        setPalette(colours);
    }
}

} // namespace trutina::ui
