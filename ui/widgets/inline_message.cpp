// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/inline_message.h"

#include "ui/contracts/outcome.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/fade.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace trutina::ui {

namespace {

ColorRole inkOf(MessageKind kind) {
    switch (kind) {
    case MessageKind::Info:
        return ColorRole::Accent;
    case MessageKind::Good:
        return ColorRole::Good;
    case MessageKind::Warn:
        return ColorRole::Warn;
    case MessageKind::Bad:
        return ColorRole::Bad;
    }
    return ColorRole::Text;
}

const char* iconOf(MessageKind kind) {
    switch (kind) {
    case MessageKind::Good:
        return "check";
    case MessageKind::Warn:
    case MessageKind::Bad:
        return "warning";
    case MessageKind::Info:
        break;
    }
    return "info";
}

} // namespace

InlineMessage::InlineMessage(QWidget* parent)
    : QWidget(parent),
      m_text(new TextLabel),
      m_action(new QPushButton),
      m_close(new IconButton("close", tr("Close this message"))) {
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_action->hide();
    m_close->setSide(size::chip, size::smallIcon);
    auto* layout = new QHBoxLayout(this);
    layout->setSpacing(space::s);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, [this] {
        if (m_run) {
            m_run();
        }
    });
    connect(m_close, &QAbstractButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    connect(&Theme::instance(), &Theme::changed, this, &InlineMessage::refresh);
    refresh();
    hide();
}

void InlineMessage::showMessage(MessageKind kind, const QString& text, const QString& detail) {
    m_kind = kind;
    m_text->setText(text);
    m_text->setToolTip(detail);
    setAccessibleName(text);
    update();
    if (isHidden()) {
        fadeIn(this);
    }
}

void InlineMessage::showProblem(const contracts::Problem& problem) {
    showMessage(MessageKind::Bad, problem.sentences(), problem.detail);
}

void InlineMessage::setAction(const QString& verb, std::function<void()> run) {
    m_action->setText(verb);
    m_action->setVisible(!verb.isEmpty());
    m_run = std::move(run);
}

void InlineMessage::setClosable(bool closable) {
    m_close->setVisible(closable);
}

QString InlineMessage::text() const {
    return m_text->text();
}

void InlineMessage::refresh() {
    const int iconRoom = scaled(space::m) + scaled(size::icon) + scaled(space::s);
    layout()->setContentsMargins(iconRoom, scaled(space::s), scaled(space::s), scaled(space::s));
    update();
}

void InlineMessage::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = color(inkOf(m_kind));
    const QRectF area = QRectF(contentsRect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(ink, size::hairline));
    painter.setBrush(color(m_kind == MessageKind::Info ? ColorRole::AccentSoft : ColorRole::Panel));
    painter.drawRoundedRect(area, size::controlRadius, size::controlRadius);
    const int side = scaled(size::icon);
    const int x = scaled(space::m);
    painter.drawPixmap(QRect(contentsRect().left() + x, contentsRect().center().y() - side / 2, side, side),
                       iconPixmap(iconOf(m_kind), ink, side, devicePixelRatioF()));
}

} // namespace trutina::ui
