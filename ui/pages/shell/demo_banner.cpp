// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/shell/demo_banner.h"

#include "ui/contracts/model_desk.h"
#include "ui/contracts/project_desk.h"
#include "ui/models/preferences.h"

namespace trutina::ui {

DemoBanner::DemoBanner(const contracts::Desks& desks, const DemoModel& demo, Preferences& preferences, QWidget* parent)
    : InlineMessage(parent), m_desks(desks), m_demo(demo), m_preferences(preferences) {
    connect(&desks.model, &contracts::ModelDesk::stateChanged, this, &DemoBanner::refresh);
    connect(&desks.project, &contracts::ProjectDesk::itemChanged, this, [this](storage::ItemId item) {
        if (item == m_item) {
            readItem();
        }
    });
    connect(this, &InlineMessage::closed, this, [this] {
        if (m_outside.isEmpty()) {
            m_preferences.setDemoNoticeClosed();
        } else {
            m_closedFor = m_item;
        }
        refresh();
    });
}

void DemoBanner::setItem(storage::ItemId item) {
    if (item == m_item) {
        return;
    }
    m_item = item;
    m_outside.clear();
    readItem();
    refresh();
}

void DemoBanner::readItem() {
    if (!m_item.isValid()) {
        return;
    }
    m_desks.project.loadItem(m_item, this, [this, item = m_item](const contracts::Outcome<contracts::ItemSheet>& outcome) {
        if (item == m_item && outcome.isValue()) {
            m_outside = DemoModel::outsideNotice(outcome.value().item);
            refresh();
        }
    });
}

void DemoBanner::refresh() {
    const bool isOutside = !m_outside.isEmpty() && m_closedFor != m_item;
    if (!m_demo.isLoaded(m_desks.model) || (!isOutside && (m_preferences.isDemoNoticeClosed() || !m_outside.isEmpty()))) {
        hide();
        return;
    }
    showMessage(isOutside ? MessageKind::Warn : MessageKind::Info, isOutside ? m_outside : DemoModel::notice());
}

} // namespace trutina::ui
