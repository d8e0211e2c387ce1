// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trutina::ui {

EmptyState::EmptyState(const char* iconName, const QString& title, const QString& sentence, QWidget* parent)
    : QWidget(parent),
      m_iconName(iconName),
      m_icon(new QLabel),
      m_title(new TextLabel(title, TextRole::PageTitle, TextWeight::SemiBold)),
      m_sentence(new TextLabel(sentence, TextRole::Interface, TextWeight::Regular, ColorRole::MutedText)),
      m_action(new QPushButton),
      m_second(new QPushButton) {
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_action->setProperty("variant", QStringLiteral("go"));
    m_second->setProperty("variant", QStringLiteral("quiet"));
    m_action->hide();
    m_second->hide();

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addStretch(1);
    buttons->addWidget(m_action);
    buttons->addWidget(m_second);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(space::m);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_sentence, 0, Qt::AlignHCenter);
    layout->addSpacing(space::s);
    layout->addLayout(buttons);
    layout->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(m_second, &QPushButton::clicked, this, &EmptyState::secondActionTriggered);
    connect(&Theme::instance(), &Theme::changed, this, &EmptyState::refresh);
    refresh();
}

void EmptyState::setIconName(const char* name) {
    m_iconName = name;
    refresh();
}

void EmptyState::setTexts(const QString& title, const QString& sentence) {
    m_title->setText(title);
    m_sentence->setText(sentence);
    refresh();
}

void EmptyState::setActionText(const QString& verb) {
    m_action->setText(verb);
    m_action->setVisible(!verb.isEmpty());
}

void EmptyState::setSecondActionText(const QString& verb) {
    m_second->setText(verb);
    m_second->setVisible(!verb.isEmpty());
}

void EmptyState::refresh() {
    m_icon->setPixmap(iconPixmap(m_iconName, color(ColorRole::FaintText), scaled(size::emptyIcon), devicePixelRatioF()));
    m_sentence->setFixedWidth(scaled(size::sentenceWidth));
    m_sentence->setFixedHeight(std::max(0, m_sentence->heightForWidth(m_sentence->width())));
}

} // namespace trutina::ui
