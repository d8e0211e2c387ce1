// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/place_check.h"

#include <QDir>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrent>

#include <utility>

namespace trutina::ui {

namespace {

Place placeAt(const QString& path) {
    const QFileInfo info(path);
    if (!info.exists()) {
        return Place::Nothing;
    }
    return info.isDir() && QDir(path).isEmpty() ? Place::EmptyFolder : Place::Something;
}

} // namespace

void PlaceCheck::look(const QString& path) {
    m_path = path;
    m_found.reset();
    m_isWanted = true;
    start();
}

void PlaceCheck::start() {
    if (m_isRunning || !std::exchange(m_isWanted, false)) {
        return;
    }
    m_isRunning = true;
    auto* watcher = new QFutureWatcher<Place>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_isRunning = false;
        if (m_isWanted) {
            start();
        } else {
            m_found = watcher->result();
            Q_EMIT answered();
        }
    });
    watcher->setFuture(QtConcurrent::run(placeAt, m_path));
}

} // namespace trutina::ui
