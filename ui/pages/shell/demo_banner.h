// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"
#include "ui/models/demo_model.h"
#include "ui/widgets/inline_message.h"

namespace trutina::ui {

class Preferences;

/// Says above the pages that the demonstration model is at work. Once the user has closed it, it comes only for items that the
/// model knows nothing of.
class DemoBanner : public InlineMessage {
    Q_OBJECT
  public:
    /// `demo` and `preferences` must outlive it.
    DemoBanner(const contracts::Desks& desks, const DemoModel& demo, Preferences& preferences, QWidget* parent = nullptr);

    /// The item on screen; an invalid id: none, or another page.
    void setItem(storage::ItemId item);
    void refresh();

  private:
    void readItem();

    contracts::Desks m_desks;
    const DemoModel& m_demo;
    Preferences& m_preferences;
    storage::ItemId m_item;
    storage::ItemId m_closedFor; ///< the notice about this item was closed
    QString m_outside;           ///< what is to be said of the item
};

} // namespace trutina::ui
