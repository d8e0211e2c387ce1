// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/job_board.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace trutina::services {

namespace {
constexpr int kAnnounceMilliseconds = 33;
} // namespace

JobBoard::JobBoard(QObject* parent) : QObject(parent) {
    m_announcing.setSingleShot(true);
    m_announcing.setInterval(kAnnounceMilliseconds);
    connect(&m_announcing, &QTimer::timeout, this, [this] { Q_EMIT changed(jobs()); });
}

contracts::JobId JobBoard::nextId() {
    static std::atomic<contracts::JobId> last = 0;
    return ++last;
}

void JobBoard::add(contracts::JobId id, const QString& title, bool isShown, std::function<void()> cancel) {
    Entry entry;
    entry.state.id = id;
    entry.state.title = title;
    entry.isShown = isShown;
    entry.cancel = std::move(cancel);
    m_entries.push_back(entry);
    announceSoon(entry);
}

bool JobBoard::contains(contracts::JobId id) const {
    return std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.state.id == id; });
}

void JobBoard::setTitle(contracts::JobId id, const QString& title) {
    if (Entry* entry = find(id)) {
        entry->state.title = title;
        announceSoon(*entry);
    }
}

void JobBoard::setProgress(contracts::JobId id, const QString& stage, double fraction, int secondsLeft) {
    if (Entry* entry = find(id)) {
        entry->state.stage = stage;
        entry->state.fraction = std::max(entry->state.fraction, fraction);
        entry->state.secondsLeft = secondsLeft;
        announceSoon(*entry);
    }
}

void JobBoard::remove(contracts::JobId id) {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.state.id == id; });
    if (found != m_entries.end()) {
        const Entry entry = *found;
        m_entries.erase(found);
        announceSoon(entry);
    }
}

void JobBoard::cancel(contracts::JobId id) {
    Entry* entry = find(id);
    if (entry == nullptr || !entry->cancel) {
        return;
    }
    entry->state.isCancelling = true;
    announceSoon(*entry);
    const auto cancel = std::exchange(entry->cancel, {}); // it may change the list
    cancel();
}

void JobBoard::cancelAll() {
    QList<contracts::JobId> ids;
    for (const Entry& entry : std::as_const(m_entries)) {
        ids.push_back(entry.state.id);
    }
    for (const contracts::JobId id : std::as_const(ids)) {
        cancel(id);
    }
}

QList<contracts::JobState> JobBoard::jobs() const {
    QList<contracts::JobState> shown;
    for (const Entry& entry : m_entries) {
        if (entry.isShown) {
            shown.push_back(entry.state);
        }
    }
    return shown;
}

JobBoard::Entry* JobBoard::find(contracts::JobId id) {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.state.id == id; });
    return found != m_entries.end() ? &*found : nullptr;
}

void JobBoard::announceSoon(const Entry& entry) {
    if (entry.isShown && !m_announcing.isActive()) {
        m_announcing.start();
    }
}

} // namespace trutina::services
