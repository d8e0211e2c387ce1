// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/courier.h"

#include <QCoreApplication>
#include <QEvent>

#include <utility>

namespace trutina::services {

namespace {
QEvent::Type arrivalType() {
    static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
    return type;
}
} // namespace

Courier::Courier(QObject* parent) : QObject(parent) {
    (void)arrivalType();
}

Courier::~Courier() {
    close();
}

void Courier::post(std::function<void()> call) {
    const std::lock_guard lock(m_mutex);
    if (m_isClosed) {
        return;
    }
    m_calls.push_back(std::move(call));
    if (m_calls.size() == 1) {
        QCoreApplication::postEvent(this, new QEvent(arrivalType()));
    }
}

void Courier::close() {
    std::deque<std::function<void()>> dropped; // destroyed after the lock is released: what they hold may post
    const std::lock_guard lock(m_mutex);
    m_isClosed = true;
    dropped.swap(m_calls);
}

bool Courier::event(QEvent* event) {
    std::deque<std::function<void()>> arrived;
    {
        // Before the event is touched: this lock orders its making on the other thread before its reading here.
        const std::lock_guard lock(m_mutex);
        if (event->type() != arrivalType()) {
            return QObject::event(event);
        }
        arrived.swap(m_calls);
    }
    for (const auto& call : arrived) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_isClosed) {
                break; // closed by one of the calls
            }
        }
        call();
    }
    return true;
}

} // namespace trutina::services
