// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "ui/contracts/model_desk.h"

#include <QCoreApplication>
#include <QString>

namespace trutina::ui {

/// The small model that ships: where it is, whether it is the one that is loaded, and what it can be asked about.
class DemoModel {
    Q_DECLARE_TR_FUNCTIONS(trutina::ui::DemoModel)
  public:
    explicit DemoModel(QString folder = {}) : m_folder(std::move(folder)) {}

    [[nodiscard]] const QString& folder() const { return m_folder; } ///< empty: none ships
    [[nodiscard]] bool isLoaded(const contracts::ModelDesk& desk) const;
    /// The loaded model as people call it; empty without one.
    [[nodiscard]] QString nameOf(const contracts::ModelDesk& desk) const;

    [[nodiscard]] static QString notice(); ///< what it is good for, in a sentence
    /// Why its score of this item means nothing; empty for an item of its worlds, which says so in its meta: {"world": "demo"}.
    [[nodiscard]] static QString outsideNotice(const storage::ItemRecord& item);

  private:
    QString m_folder;
};

} // namespace trutina::ui
