// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/journal_model.h"

#include "ui/contracts/project_desk.h"
#include "ui/models/wording.h"

#include <QDateTime>

namespace trutina::ui {

JournalModel::JournalModel(contracts::ProjectDesk& desk, QObject* parent) : QAbstractListModel(parent), m_desk(desk) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &JournalModel::read);
    connect(&desk, &contracts::ProjectDesk::projectOpened, this, &JournalModel::readSoon);
    connect(&desk, &contracts::ProjectDesk::projectClosed, this, &JournalModel::readSoon);
    connect(&desk, &contracts::ProjectDesk::journalChanged, this, &JournalModel::readSoon);
    readSoon();
}

void JournalModel::readSoon() {
    m_soon.start();
}

void JournalModel::read() {
    if (!m_desk.project()) {
        beginResetModel();
        m_entries.clear();
        endResetModel();
        return;
    }
    m_desk.journal(kMost, this, [this](const contracts::Outcome<std::vector<storage::JournalEntry>>& outcome) {
        if (!outcome.isValue()) {
            return;
        }
        beginResetModel();
        m_entries = outcome.value();
        endResetModel();
    });
}

int JournalModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant JournalModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const storage::JournalEntry& entry = m_entries[static_cast<std::size_t>(index.row())];
    const QString words = Wording::capitalised(QString::fromStdString(entry.summary));
    switch (role) {
    case Qt::DisplayRole:
        return words;
    case Qt::AccessibleTextRole:
        return entry.undone ? tr("%1, undone").arg(words) : words;
    case WhenRole:
        return Wording::when(entry.createdAtMilliseconds, QDateTime::currentMSecsSinceEpoch());
    case UndoneRole:
        return entry.undone;
    case ItemIdRole:
        return QVariant::fromValue<qint64>(entry.item.value);
    default:
        return {};
    }
}

} // namespace trutina::ui
