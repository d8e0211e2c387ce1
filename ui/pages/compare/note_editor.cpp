// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/note_editor.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/icon_button.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {
constexpr int lines = 3;
}

NoteEditor::NoteEditor(QWidget* parent) : Card(parent), m_edit(new QPlainTextEdit) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* keepButton = new QPushButton(tr("Keep"));
    keepButton->setProperty("variant", QStringLiteral("go"));
    keepButton->setToolTip(tr("Ctrl Enter"));
    auto* cancelButton = new QPushButton(tr("Cancel"));
    cancelButton->setProperty("variant", QStringLiteral("quiet"));
    cancelButton->setToolTip(tr("Esc"));
    setBodyPadding(space::m, space::m);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    row->addWidget(m_edit, 1);
    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(space::xs);
    buttons->addWidget(keepButton);
    buttons->addWidget(cancelButton);
    buttons->addStretch(1);
    row->addLayout(buttons);
    bodyLayout()->addLayout(row);
    m_edit->setTabChangesFocus(true);
    m_edit->installEventFilter(this);
    const auto refresh = [this] { m_edit->setFixedHeight(lines * lineHeight(TextRole::Interface) + space::xl); };
    connect(&Theme::instance(), &Theme::changed, this, refresh);
    refresh();
    connect(keepButton, &QPushButton::clicked, this, &NoteEditor::keep);
    connect(cancelButton, &QPushButton::clicked, this, &NoteEditor::dismiss);
    hide();
}

void NoteEditor::open(const QString& title, const QString& placeholder, const QString& text) {
    setTitle(title);
    setAccessibleName(title);
    m_edit->setAccessibleName(title);
    m_edit->setPlaceholderText(placeholder);
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
    show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

bool NoteEditor::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto& key = static_cast<QKeyEvent&>(*event);
        const bool isEnter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
        if (isEnter && key.modifiers().testFlag(Qt::ControlModifier)) {
            keep();
            return true;
        }
        if (key.key() == Qt::Key_Escape) {
            dismiss();
            return true;
        }
    }
    return Card::eventFilter(watched, event);
}

void NoteEditor::keep() {
    const QString text = m_edit->toPlainText().trimmed();
    hide();
    Q_EMIT kept(text);
    Q_EMIT closed();
}

void NoteEditor::dismiss() {
    hide();
    Q_EMIT closed();
}

} // namespace trutina::ui
