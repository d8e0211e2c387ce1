// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/dialog_frame.h"

#include "ui/style/tokens.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wrapped_label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace trutina::ui {

DialogFrame::DialogFrame(const QString& title, int widthAt100, QWidget* parent)
    : QDialog(parent),
      m_body(new QVBoxLayout),
      m_message(new InlineMessage),
      m_buttons(new QHBoxLayout),
      m_quietButtons(new QHBoxLayout) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setMinimumWidth(scaled(widthAt100));
    auto* heading = new TextLabel(title, TextRole::PageTitle, TextWeight::SemiBold);
    m_body->setSpacing(space::m);
    m_buttons->setSpacing(space::s);
    m_quietButtons->setSpacing(space::s);
    auto* row = new QHBoxLayout;
    row->addLayout(m_quietButtons);
    row->addStretch(1);
    row->addLayout(m_buttons);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::xl, space::xl, space::xl, space::l);
    layout->setSpacing(space::l);
    layout->addWidget(heading);
    layout->addLayout(m_body, 1);
    layout->addWidget(m_message);
    layout->addLayout(row);
}

void DialogFrame::showProblem(const contracts::Problem& problem) {
    m_message->showProblem(problem);
}

QPushButton* DialogFrame::setPrimary(const QString& verb) {
    auto* button = new QPushButton(verb);
    button->setProperty("variant", QStringLiteral("go"));
    button->setDefault(true);
    m_buttons->addWidget(button);
    return button;
}

QPushButton* DialogFrame::setCancel(const QString& verb) {
    auto* button = new QPushButton(verb);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, &QDialog::reject);
    m_buttons->insertWidget(0, button);
    return button;
}

QPushButton* DialogFrame::addQuiet(const QString& verb) {
    auto* button = new QPushButton(verb);
    button->setAutoDefault(false);
    button->setProperty("variant", QStringLiteral("quiet"));
    m_quietButtons->addWidget(button);
    return button;
}

QLabel* DialogFrame::hintLabel(const QString& text) {
    return new WrappedLabel(text);
}

void DialogFrame::addField(const QString& label, QWidget* field, const QString& hint) {
    addFieldTo(*m_body, label, field, hint);
}

void DialogFrame::addField(const QString& label, QLayout* field, const QString& hint) {
    addFieldTo(*m_body, label, field, hint);
}

void DialogFrame::addFieldTo(QVBoxLayout& column, const QString& label, QWidget* field, const QString& hint) {
    auto* layout = new QVBoxLayout;
    layout->addWidget(field);
    field->setAccessibleName(label);
    addFieldTo(column, label, layout, hint);
}

void DialogFrame::addFieldTo(QVBoxLayout& column, const QString& label, QLayout* field, const QString& hint) {
    auto* block = new QVBoxLayout;
    block->setSpacing(space::xs);
    block->addWidget(new TextLabel(label, TextRole::Label, TextWeight::Medium, ColorRole::MutedText));
    block->addLayout(field);
    if (!hint.isEmpty()) {
        block->addWidget(hintLabel(hint));
    }
    column.addLayout(block);
}

} // namespace trutina::ui
