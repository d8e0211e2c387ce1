// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/shell/key_overlay.h"

#include "ui/models/key_map.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/fade.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/text_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPointer>
#include <QScrollArea>
#include <QVBoxLayout>

#include <array>

namespace trutina::ui {

namespace {

QWidget* groupBlock(const KeyMap& keys, CommandGroup group) {
    auto* block = new QWidget;
    auto* column = new QVBoxLayout(block);
    column->setContentsMargins({});
    column->setSpacing(space::xs);
    column->addWidget(new TextLabel(KeyMap::groupTitle(group), TextRole::Interface, TextWeight::SemiBold));
    for (const CommandEntry& entry : keys.group(group)) {
        QStringList texts;
        if (!entry.keysText.isEmpty()) {
            texts.append(entry.keysText);
        } else {
            for (const QKeySequence& key : entry.keys) {
                texts.append(keyText(key));
            }
            texts.removeDuplicates(); // the two Enter keys are one for people
        }
        if (texts.isEmpty()) {
            continue;
        }
        auto* row = new QHBoxLayout;
        row->setSpacing(space::xs);
        QString title = entry.title;
        title.remove(QStringLiteral("…"));
        row->addWidget(new TextLabel(title, TextRole::Label, TextWeight::Regular, ColorRole::MutedText));
        row->addStretch(1);
        for (const QString& text : texts) {
            row->addWidget(new KeyCap(text));
        }
        column->addLayout(row);
    }
    return block;
}

} // namespace

KeyOverlay::KeyOverlay(const KeyMap& keys, QWidget* window) : QWidget(window) {
    setAccessibleName(tr("Keys"));
    setFocusPolicy(Qt::StrongFocus);
    hide();
    auto* card = new Card(this);
    m_card = card;
    card->setTitle(tr("Keys"));
    card->headerLayout()->addStretch(1);
    card->headerLayout()->addWidget(new TextLabel(tr("Letters and digits never act while you type in a text box."),
                                                  TextRole::Label, TextWeight::Regular, ColorRole::MutedText));
    card->headerLayout()->addSpacing(space::s);
    card->headerLayout()->addWidget(new KeyCap(tr("Esc")));

    auto* content = new QWidget;
    auto* columns = new QHBoxLayout(content);
    columns->setContentsMargins({});
    columns->setSpacing(space::xxl);
    const std::array<QList<CommandGroup>, 3> arrangement{
        {{CommandGroup::Vote, CommandGroup::Go},
         {CommandGroup::Picture, CommandGroup::Video, CommandGroup::View},
         {CommandGroup::Project, CommandGroup::Edit, CommandGroup::Model, CommandGroup::Help}}};
    for (const QList<CommandGroup>& groups : arrangement) {
        auto* column = new QVBoxLayout;
        column->setSpacing(space::l);
        for (const CommandGroup group : groups) {
            column->addWidget(groupBlock(keys, group));
        }
        column->addStretch(1);
        columns->addLayout(column, 1);
    }
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    card->bodyLayout()->addWidget(scroll);
    window->installEventFilter(this);
}

void KeyOverlay::toggle() {
    if (isVisible()) {
        hide();
        return;
    }
    resize(parentWidget()->size());
    const QSize room = size() - QSize(space::xxl, space::xxl) * 2;
    const QSize wanted(scaled(size::overlayWidth), m_card->sizeHint().height() + scaled(size::cardHeader) * 4);
    m_card->resize(wanted.boundedTo(room));
    m_card->move((width() - m_card->width()) / 2, (height() - m_card->height()) / 2);
    raise();
    fadeIn(this);
    setFocus(Qt::PopupFocusReason);
}

void KeyOverlay::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.fillRect(rect(), color(ColorRole::MediaTools));
}

void KeyOverlay::keyPressEvent(QKeyEvent* event) {
    event->accept();
    hide();
}

void KeyOverlay::mousePressEvent(QMouseEvent* /*event*/) {
    hide();
}

void KeyOverlay::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    if (QWidget* next = parentWidget()->nextInFocusChain(); hasFocus() && next != nullptr) {
        next->setFocus();
    }
}

bool KeyOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        hide();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace trutina::ui
