// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/shell/rail.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/icon_button.h"

#include <QButtonGroup>
#include <QVBoxLayout>

namespace trutina::ui {

Rail::Rail(QWidget* parent)
    : QFrame(parent), m_group(new QButtonGroup(this)), m_places(new QVBoxLayout), m_bottom(new QVBoxLayout) {
    setProperty("panel", QStringLiteral("bar"));
    setAccessibleName(tr("Places"));
    m_places->setSpacing(space::xs);
    m_bottom->setSpacing(space::xs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::s, 0, space::s);
    layout->addLayout(m_places);
    layout->addStretch(1);
    layout->addLayout(m_bottom);
    connect(m_group, &QButtonGroup::idClicked, this, &Rail::placeChosen);
    connect(&Theme::instance(), &Theme::changed, this, &Rail::refresh);
    refresh();
}

void Rail::addPlace(int id, const char* iconName, const QString& name, const QString& key) {
    auto* button = new IconButton(iconName, name);
    button->setToolTip(tr("%1 (%2)").arg(name, key));
    button->setSide(size::railButton, size::icon);
    button->setCheckable(true);
    m_group->addButton(button, id);
    m_places->addWidget(button, 0, Qt::AlignHCenter);
}

void Rail::addAtBottom(const char* iconName, const QString& name, const QString& key) {
    auto* button = new IconButton(iconName, name);
    button->setToolTip(tr("%1 (%2)").arg(name, key));
    button->setSide(size::railButton, size::icon);
    connect(button, &QAbstractButton::clicked, this, &Rail::bottomChosen);
    m_bottom->addWidget(button, 0, Qt::AlignHCenter);
}

void Rail::setCurrent(int id) {
    if (QAbstractButton* button = m_group->button(id)) {
        button->setChecked(true);
    } else if (QAbstractButton* checked = m_group->checkedButton()) {
        m_group->setExclusive(false);
        checked->setChecked(false);
        m_group->setExclusive(true);
    }
}

void Rail::refresh() {
    setFixedWidth(scaled(size::rail));
}

} // namespace trutina::ui
