// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/wizard_frame.h"

#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace trutina::ui {

WizardFrame::WizardFrame(const QString& title, int widthAt100, QWidget* parent)
    : DialogFrame(title, widthAt100, parent), m_names(new QHBoxLayout), m_pages(new QStackedWidget) {
    m_names->setSpacing(space::l);
    m_names->addStretch(1);
    body()->addLayout(m_names);
    body()->addWidget(m_pages);
    m_back = addQuiet(tr("Back"));
    m_back->setToolTip(tr("Alt+Left"));
    m_cancel = setCancel(tr("Cancel"));
    m_next = setPrimary(tr("Next"));
    connect(m_back, &QPushButton::clicked, this, &WizardFrame::goBack);
    connect(m_next, &QPushButton::clicked, this, &WizardFrame::goOn);
}

QVBoxLayout* WizardFrame::addStep(const QString& name) {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, space::s, 0);
    layout->setSpacing(space::m);
    QScrollArea* const scroll = scrollColumn(content);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_pages->addWidget(scroll);
    auto* label = new TextLabel({}, TextRole::Label, TextWeight::Medium, ColorRole::FaintText);
    label->setObjectName(name);
    m_labels.append(label);
    m_isUsed.append(true);
    m_names->insertWidget(m_names->count() - 1, label);
    return layout;
}

int WizardFrame::step() const {
    return m_pages->currentIndex();
}

int WizardFrame::neighbour(int direction) const {
    int found = step() + direction;
    while (found >= 0 && found < m_isUsed.size() && !m_isUsed.at(found)) {
        found += direction;
    }
    return found < m_isUsed.size() ? found : -1;
}

bool WizardFrame::isLastStep() const {
    return neighbour(1) < 0;
}

void WizardFrame::setStepUsed(int step, bool isUsed) {
    m_isUsed[step] = isUsed;
    refreshSteps();
}

void WizardFrame::goTo(int step) {
    m_pages->setCurrentIndex(step);
    enterStep(step);
    refreshSteps();
    m_next->setFocus(Qt::OtherFocusReason); // so that Enter goes on; Tab leads into the step
}

void WizardFrame::goOn() {
    if (!m_next->isEnabled()) {
        return;
    }
    if (const int next = neighbour(1); next >= 0) {
        goTo(next);
    } else {
        takeLastStep();
    }
}

void WizardFrame::goBack() {
    if (const int before = neighbour(-1); before >= 0 && !isBusy()) {
        goTo(before);
    }
}

void WizardFrame::refreshSteps() {
    int number = 0;
    for (int index = 0; index < m_labels.size(); ++index) {
        TextLabel* label = m_labels.at(index);
        label->setVisible(m_isUsed.at(index));
        number += m_isUsed.at(index) ? 1 : 0;
        const bool isHere = index == step();
        //: the number and the name of a step
        label->setText(tr("%1  %2").arg(number).arg(label->objectName()));
        label->setWeight(isHere ? TextWeight::SemiBold : TextWeight::Medium);
        label->setColorRole(isHere ? ColorRole::Accent : index < step() ? ColorRole::MutedText : ColorRole::FaintText);
    }
    // What stands below the steps leaves them the room that they need, within reason; beyond it they scroll.
    const auto* scroll = static_cast<const QScrollArea*>(m_pages->currentWidget());
    m_pages->setMinimumHeight(scroll == nullptr ? 0 : std::min(scaled(size::stepTall), scroll->widget()->sizeHint().height()));
    m_back->setVisible(neighbour(-1) >= 0);
    m_back->setEnabled(!isBusy());
    m_next->setText(isLastStep() ? lastVerb() : tr("Next"));
    m_next->setEnabled(mayGoOn());
    m_cancel->setText(isBusy() ? tr("Stop") : tr("Cancel"));
}

void WizardFrame::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Left && event->modifiers() == Qt::AltModifier) {
        goBack();
        event->accept();
        return;
    }
    DialogFrame::keyPressEvent(event);
}

} // namespace trutina::ui
