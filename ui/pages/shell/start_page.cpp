// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/shell/start_page.h"

#include "ui/models/recent_list.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_button.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace trutina::ui {

StartPage::StartPage(RecentList& recent, QWidget* parent)
    : QWidget(parent),
      m_recent(recent),
      m_recentTitle(new TextLabel(tr("Recent projects"), TextRole::Label, TextWeight::Medium, ColorRole::MutedText)),
      m_entries(new QVBoxLayout) {
    auto* card = new Card;
    card->setFixedWidth(scaled(size::startWidth));
    card->setBodyPadding(space::xl, space::xl);
    QVBoxLayout* column = card->bodyLayout();
    column->setSpacing(space::m);
    column->addWidget(new TextLabel(tr("Weigh answers, keep your choice"), TextRole::PageTitle, TextWeight::SemiBold));
    auto* what = new TextLabel(tr("A project holds items to compare: a prompt, its pictures and two to nine answers. "
                                  "Your votes become a preference data set."),
                               TextRole::Interface, TextWeight::Regular, ColorRole::MutedText);
    what->setWordWrap(true);
    column->addWidget(what);
    auto* make = new QPushButton(tr("New project…"));
    make->setProperty("variant", QStringLiteral("go"));
    auto* open = new QPushButton(tr("Open project…"));
    auto* sample = new QPushButton(tr("Open the sample project"));
    sample->setProperty("variant", QStringLiteral("quiet"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(make);
    buttons->addWidget(open);
    buttons->addWidget(sample);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addSpacing(space::s);
    column->addWidget(m_recentTitle);
    m_entries->setSpacing(space::xs);
    column->addLayout(m_entries);

    auto* layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(card, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(make, &QPushButton::clicked, this, &StartPage::newRequested);
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
    connect(sample, &QPushButton::clicked, this, &StartPage::sampleRequested);
    connect(&recent, &RecentList::changed, this, &StartPage::rebuild);
    rebuild();
}

void StartPage::rebuild() {
    while (QLayoutItem* old = m_entries->takeAt(0)) {
        if (QWidget* widget = old->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete old;
    }
    const QList<RecentList::Entry> entries = m_recent.entries();
    m_recentTitle->setVisible(!entries.isEmpty());
    for (const RecentList::Entry& entry : entries) {
        auto* row = new QWidget;
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins({});
        auto* open = new QPushButton(entry.name);
        open->setEnabled(entry.isPresent);
        open->setToolTip(entry.path);
        auto* folder = new ElidedLabel(entry.isPresent ? entry.folder : tr("not there: %1").arg(entry.folder), TextRole::Label,
                                       TextWeight::Regular, ColorRole::MutedText);
        auto* forget = new IconButton("close", tr("Forget %1").arg(entry.name));
        forget->setSide(size::chip, size::smallIcon);
        layout->addWidget(open);
        layout->addWidget(folder, 1);
        layout->addWidget(forget);
        m_entries->addWidget(row);
        connect(open, &QPushButton::clicked, this, [this, path = entry.path] { Q_EMIT projectRequested(path); });
        connect(forget, &QAbstractButton::clicked, this, [this, path = entry.path] { m_recent.remove(path); });
    }
}

} // namespace trutina::ui
