// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text_label.h"

#include "ui/style/theme.h"

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

void TextLabel::refresh() {
    setFont(ui::font(m_role, m_weight));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, m_slot > 0 ? slotColor(m_slot) : color(m_colorRole));
    setPalette(colours);
}

} // namespace trutina::ui
