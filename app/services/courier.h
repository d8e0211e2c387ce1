// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <deque>
#include <functional>
#include <mutex>

namespace trutina::services {

/// Brings calls from any thread to the thread on which it was made (the GUI thread), in order.
///
/// After close(), or the destructor, nothing is called any more; calls that had not arrived are dropped. So a service that owns a
/// courier closes it first and may then be destroyed whatever its worker still does.
class Courier : public QObject {
    Q_OBJECT
  public:
    explicit Courier(QObject* parent = nullptr);
    ~Courier() override;

    /// Any thread. The call must not throw.
    void post(std::function<void()> call);
    /// Home thread.
    void close();

  protected:
    bool event(QEvent* event) override;

  private:
    // A mutex of our own rather than arguments of a queued invocation: the thread sanitizer cannot see Qt's locks.
    std::mutex m_mutex;
    std::deque<std::function<void()>> m_calls; ///< guarded by m_mutex
    bool m_isClosed = false;                   ///< guarded by m_mutex
};

} // namespace trutina::services
