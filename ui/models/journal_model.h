// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/project_info.h"

#include <QAbstractListModel>
#include <QTimer>

#include <vector>

namespace trutina::contracts {
class ProjectDesk;
}

namespace trutina::ui {

/// The last actions of the open project, newest first; follows the journal.
class JournalModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { WhenRole = Qt::UserRole + 1, UndoneRole, ItemIdRole };
    static constexpr int kMost = 200;

    explicit JournalModel(contracts::ProjectDesk& desk, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

  private:
    void readSoon();
    void read();

    contracts::ProjectDesk& m_desk;
    std::vector<storage::JournalEntry> m_entries;
    QTimer m_soon; ///< several changes in a row are one reading
};

} // namespace trutina::ui
