// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace trutina::ui {

Card::Card(QWidget* parent)
    : QWidget(parent),
      m_header(new QWidget(this)),
      m_title(new TextLabel({}, TextRole::Interface, TextWeight::SemiBold)),
      m_headerLayout(new QHBoxLayout),
      m_bodyLayout(new QVBoxLayout),
      m_paddingX(space::l),
      m_paddingY(size::cardPadding) {
    auto* headerRow = new QHBoxLayout(m_header);
    headerRow->setSpacing(space::s);
    headerRow->addWidget(m_title);
    headerRow->addLayout(m_headerLayout, 1);
    m_headerLayout->setSpacing(space::s);
    m_headerLayout->setContentsMargins({});
    m_title->hide();
    m_header->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(size::hairline, size::hairline, size::hairline, size::hairline + 1);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addLayout(m_bodyLayout, 1);
    m_bodyLayout->setSpacing(space::s);
    connect(&Theme::instance(), &Theme::changed, this, &Card::refresh);
    refresh();
}

void Card::setTitle(const QString& title) {
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setHeaderVisible(true);
    if (accessibleName().isEmpty()) {
        setAccessibleName(title);
    }
}

void Card::setHeaderVisible(bool visible) {
    m_header->setVisible(visible);
    update();
}

void Card::setBodyPadding(int horizontal, int vertical) {
    m_paddingX = horizontal;
    m_paddingY = vertical;
    refresh();
}

void Card::setChosenSlot(int slot) {
    if (slot != m_chosenSlot) {
        m_chosenSlot = slot;
        update();
    }
}

void Card::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(contentsRect()).adjusted(0, 0, 0, -1);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(ColorRole::CardShadow));
    painter.drawRoundedRect(area.translated(0, 1), size::cardRadius, size::cardRadius);

    const int border = m_chosenSlot > 0 ? size::choiceBorder : size::hairline;
    const qreal inset = border / 2.0;
    painter.setPen(QPen(m_chosenSlot > 0 ? slotColor(m_chosenSlot) : color(ColorRole::Border), border));
    painter.setBrush(color(ColorRole::Panel));
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), size::cardRadius - inset, size::cardRadius - inset);
    if (!m_header->isHidden()) {
        painter.fillRect(QRectF(area.left() + border, m_header->geometry().bottom(), area.width() - 2 * border, size::hairline),
                         color(ColorRole::Border));
    }
}

void Card::refresh() {
    m_header->setFixedHeight(scaled(size::cardHeader) + size::hairline);
    m_header->layout()->setContentsMargins(scaled(size::cardHeaderPadding), 0, scaled(size::cardHeaderPadding), size::hairline);
    m_bodyLayout->setContentsMargins(scaled(m_paddingX), scaled(m_paddingY), scaled(m_paddingX), scaled(m_paddingY));
    update();
}

} // namespace trutina::ui
