// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/outcome.h"

#include <QObject>
#include <QPointer>

#include <utility>

namespace trutina::services {

/// A caller's reply together with the object that must still be there when it is given.
///
/// Threads: made, called and, because of the QPointer, asked on the GUI thread; it may travel through others in between.
template <typename T>
class GuardedReply {
  public:
    GuardedReply(QObject* guard, contracts::Reply<T> reply)
        : m_hasGuard(guard != nullptr), m_guard(guard), m_reply(std::move(reply)) {}

    void operator()(const contracts::Outcome<T>& outcome) const {
        if (m_reply && (!m_hasGuard || m_guard)) {
            m_reply(outcome);
        }
    }

  private:
    bool m_hasGuard;
    QPointer<QObject> m_guard;
    contracts::Reply<T> m_reply;
};

} // namespace trutina::services
