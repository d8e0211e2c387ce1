// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/doctor/finding_card.h"

#include "ui/models/finding_words.h"
#include "ui/models/wording.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wrapped_label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {

ColorRole colorOf(storage::Severity severity) {
    return severity == storage::Severity::Error     ? ColorRole::Bad
           : severity == storage::Severity::Warning ? ColorRole::Warn
                                                    : ColorRole::MutedText;
}

} // namespace

FindingCard::FindingCard(const storage::Finding& finding, QWidget* parent)
    : Card(parent), m_items(new QPushButton(tr("Show %n item(s)", nullptr, static_cast<int>(finding.items.size())))) {
    const QString title = FindingWords::title(finding);
    setAccessibleName(title);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(new TextLabel(title, TextRole::Answer, TextWeight::SemiBold));
    head->addStretch(1);
    head->addWidget(
        new TextLabel(FindingWords::severity(finding.severity), TextRole::Label, TextWeight::Medium, colorOf(finding.severity)));
    auto* sentence =
        new WrappedLabel(QString::fromStdString(finding.sentence), TextRole::Interface, TextWeight::Regular, ColorRole::Text);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_items);
    if (const QString verb = FindingWords::cureVerb(finding.cure); !verb.isEmpty()) {
        m_cure = new QPushButton(verb);
        m_cure->setAccessibleName(tr("%1: %2").arg(title, verb));
        if (finding.cure == storage::Cure::Tag) {
            m_cure->setToolTip(tr("The tag is “doctor/%1”.").arg(QString::fromStdString(finding.kind)));
        }
        buttons->addWidget(m_cure);
        connect(m_cure, &QPushButton::clicked, this, &FindingCard::cureRequested);
    }
    buttons->addStretch(1);
    m_items->setAccessibleName(tr("%1: %2").arg(title, m_items->text()));
    m_items->setEnabled(!finding.items.empty());
    connect(m_items, &QPushButton::clicked, this, &FindingCard::itemsRequested);
    bodyLayout()->setSpacing(space::s);
    bodyLayout()->addLayout(head);
    bodyLayout()->addWidget(sentence);
    bodyLayout()->addLayout(buttons);
}

void FindingCard::setCanCure(bool canCure) {
    if (m_cure != nullptr) {
        m_cure->setEnabled(canCure);
    }
}

} // namespace trutina::ui
