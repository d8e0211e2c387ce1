// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/shell/top_bar.h"

#include "ui/models/wording.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/thin_progress.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace trutina::ui {

TopBar::TopBar(QWidget* parent)
    : QFrame(parent),
      m_mark(new QToolButton),
      m_project(new ElidedLabel({}, TextRole::Interface, TextWeight::SemiBold)),
      m_place(new TextLabel({}, TextRole::Interface, TextWeight::Regular, ColorRole::MutedText)),
      m_count(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_progress(new ThinProgress(tr("Items answered"))) {
    setProperty("panel", QStringLiteral("bar"));
    m_mark->setPopupMode(QToolButton::InstantPopup);
    m_mark->setAccessibleName(tr("Menu"));
    m_mark->setToolTip(tr("Menu (F10)"));
    m_mark->setFocusPolicy(Qt::TabFocus);
    m_project->setMaximumWidth(scaled(size::sentenceWidth));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::m, 0, space::l, 0);
    layout->setSpacing(space::l);
    layout->addWidget(m_mark);
    layout->addWidget(m_project);
    layout->addWidget(m_place);
    layout->addStretch(1);
    layout->addWidget(m_count);
    layout->addWidget(m_progress);
    connect(&Theme::instance(), &Theme::changed, this, &TopBar::refresh);
    refresh();
    setCounts({});
}

void TopBar::setMenu(QMenu* menu) {
    m_mark->setMenu(menu);
}

void TopBar::openMenu() {
    m_mark->setFocus(Qt::MenuBarFocusReason);
    m_mark->showMenu();
}

void TopBar::setProject(const QString& name) {
    m_project->setText(name.isEmpty() ? tr("Trutina") : name);
    m_count->setVisible(!name.isEmpty());
    m_progress->setVisible(!name.isEmpty());
}

void TopBar::setPlace(const QString& place) {
    m_place->setText(place);
}

void TopBar::setCounts(const storage::ItemCounts& counts) {
    m_count->setText(counts.all > 0 ? tr("%1 answered").arg(Wording::progress(counts)) : tr("No items yet"));
    m_progress->setFraction(Wording::progressFraction(counts));
}

void TopBar::refresh() {
    setFixedHeight(scaled(size::topBar));
    const int side = scaled(size::icon);
    m_mark->setIconSize({side, side});
    m_mark->setIcon(icon("scale", ColorRole::Accent));
}

} // namespace trutina::ui
