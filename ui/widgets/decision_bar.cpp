// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/decision_bar.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/action_button.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>

namespace trutina::ui {

namespace {

QHBoxLayout* rowIn(QWidget* side) {
    auto* row = new QHBoxLayout(side);
    row->setContentsMargins({});
    row->setSpacing(space::xs);
    return row;
}

/// With more candidates than this a button shows only its number, which is its key as well.
constexpr int mostWithWords = 4;

/// The name of a button that waits to be deleted.
QString retired() {
    return QStringLiteral("retired");
}

} // namespace

DecisionBar::DecisionBar(QWidget* parent)
    : QWidget(parent), m_leftSide(new QWidget(this)), m_middleSide(new QWidget(this)), m_rightSide(new QWidget(this)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Decision"));
    m_left = rowIn(m_leftSide);
    m_middle = rowIn(m_middleSide);
    m_right = rowIn(m_rightSide);
    m_middle->setSpacing(size::buttonGap);
    connect(&Theme::instance(), &Theme::changed, this, &DecisionBar::refresh);
    refresh();
}

void DecisionBar::setLeft(const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        auto* button = addButton(m_left, action, ButtonVariant::Whisper);
        button->setIconName(action->objectName() == QStringLiteral("undo") ? "undo" : nullptr);
    }
    refresh();
}

void DecisionBar::setRight(const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        addButton(m_right, action, ButtonVariant::Whisper);
    }
    refresh();
}

void DecisionBar::showChoices(const QList<QAction*>& votes, const QList<QAction*>& others, int chosen) {
    clearMiddle();
    const auto addVote = [&](int slot) {
        auto* button = addButton(m_middle, votes.at(slot - 1), ButtonVariant::Slot, slot);
        if (votes.size() > mostWithWords) {
            button->setLabel(QString::number(slot));
            button->setKeyText({});
            button->setAccessibleName(votes.at(slot - 1)->iconText());
        }
        button->setCheckable(true);
        button->setChecked(slot == chosen);
    };
    const auto addOthers = [&] {
        for (QAction* action : others) {
            addButton(m_middle, action, ButtonVariant::Plain);
        }
    };
    // Two stand apart, as they do on the page; more stand in a row.
    if (votes.size() == 2) {
        addVote(1);
        addOthers();
        addVote(2);
    } else {
        for (int slot = 1; slot <= votes.size(); ++slot) {
            addVote(slot);
        }
        addOthers();
    }
    refresh();
}

void DecisionBar::showDecided(const QList<QAction*>& quiet, QAction* go) {
    clearMiddle();
    for (QAction* action : quiet) {
        addButton(m_middle, action, ButtonVariant::Quiet);
    }
    addButton(m_middle, go, ButtonVariant::Go);
    refresh();
}

void DecisionBar::showNothing() {
    clearMiddle();
    refresh();
}

ActionButton* DecisionBar::buttonOf(const QAction* action) const {
    const QList<ActionButton*> buttons = findChildren<ActionButton*>();
    for (ActionButton* button : buttons) {
        if (button->action() == action && button->objectName() != retired()) {
            return button;
        }
    }
    return nullptr;
}

ActionButton* DecisionBar::addButton(QHBoxLayout* row, QAction* action, ButtonVariant variant, int slot) {
    auto* button = new ActionButton(action, variant, row->parentWidget());
    if (slot > 0) {
        button->setSlot(slot);
    }
    row->addWidget(button);
    return button;
}

void DecisionBar::clearMiddle() {
    while (QLayoutItem* item = m_middle->takeAt(0)) {
        // Later: a button may be the one whose click led here.
        item->widget()->hide();
        item->widget()->setObjectName(retired());
        item->widget()->deleteLater();
        delete item;
    }
}

QSize DecisionBar::sizeHint() const {
    return {m_middleSide->sizeHint().width() + 2 * space::l, scaled(size::decisionBar)};
}

QSize DecisionBar::minimumSizeHint() const {
    return {scaled(size::minimumPane), scaled(size::decisionBar)};
}

void DecisionBar::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.fillRect(rect(), color(ColorRole::Panel));
    painter.fillRect(QRect(0, 0, width(), size::hairline), color(ColorRole::Border));
}

void DecisionBar::resizeEvent(QResizeEvent* /*event*/) {
    refresh();
}

void DecisionBar::refresh() {
    // The middle stays in the middle; the sides give way when there is no room for them.
    for (QWidget* side : {m_leftSide, m_middleSide, m_rightSide}) {
        side->layout()->invalidate();
        side->resize(side->sizeHint());
    }
    const int middleWidth = m_middleSide->width();
    const int sideWidth = std::max(m_leftSide->width(), m_rightSide->width());
    const auto centred = [this](const QWidget* side) { return (height() - side->height() + size::hairline) / 2; };
    m_leftSide->move(space::s, centred(m_leftSide));
    m_rightSide->move(width() - space::s - m_rightSide->width(), centred(m_rightSide));
    int x = (width() - middleWidth) / 2;
    const bool fits = middleWidth + 2 * (sideWidth + space::l) <= width();
    const bool fitsOffCentre = middleWidth + m_leftSide->width() + m_rightSide->width() + 2 * space::xl <= width();
    if (!fits && fitsOffCentre) {
        x = m_leftSide->geometry().right() + (width() - m_leftSide->width() - m_rightSide->width() - middleWidth) / 2;
    }
    m_leftSide->setVisible(fits || fitsOffCentre);
    m_rightSide->setVisible(fits || fitsOffCentre);
    m_middleSide->move(std::max(space::s, x), centred(m_middleSide));
    updateGeometry();
    update();
}

} // namespace trutina::ui
