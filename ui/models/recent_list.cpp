// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recent_list.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace trutina::ui {

RecentList::RecentList(QSettings& settings, QString key, QObject* parent)
    : QObject(parent), m_settings(settings), m_key(std::move(key)) {}

void RecentList::add(const QString& path) {
    if (path.isEmpty()) {
        return;
    }
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList all = paths();
    all.removeAll(absolute);
    all.prepend(absolute);
    store(all.mid(0, kMost));
}

void RecentList::remove(const QString& path) {
    QStringList all = paths();
    if (all.removeAll(QFileInfo(path).absoluteFilePath()) > 0) {
        store(all);
    }
}

void RecentList::clear() {
    store({});
}

QStringList RecentList::paths() const {
    return m_settings.value(m_key).toStringList();
}

QList<RecentList::Entry> RecentList::entries() const {
    QList<Entry> found;
    for (const QString& path : paths()) {
        const QFileInfo file(path);
        QString folder = file.absolutePath();
        if (folder == QDir::homePath() || folder.startsWith(QDir::homePath() + QLatin1Char('/'))) {
            folder.replace(0, QDir::homePath().size(), QStringLiteral("~"));
        }
        found.append({path, file.completeBaseName(), QDir::toNativeSeparators(folder), file.exists()});
    }
    return found;
}

void RecentList::store(const QStringList& paths) {
    m_settings.setValue(m_key, paths);
    Q_EMIT changed();
}

} // namespace trutina::ui
