// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <deque>
#include <functional>
#include <utility>

namespace trutina::testing {

/// Answers of the fakes come from the event loop, as those of the real desks do, and never after the guard is gone. With `hold`
/// they wait until release() or releaseOne().
class ReplyQueue {
  public:
    void post(QObject* guard, std::function<void()> answer) {
        m_waiting.push_back({guard, guard != nullptr, std::move(answer)});
        if (!m_isHeld) {
            QTimer::singleShot(0, &m_context, [this] { releaseOne(); });
        }
    }
    void hold() { m_isHeld = true; }
    void release() {
        m_isHeld = false;
        while (!m_waiting.empty()) {
            releaseOne();
        }
    }
    void releaseOne() {
        if (m_waiting.empty()) {
            return;
        }
        const Answer answer = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (!answer.isGuarded || answer.guard != nullptr) {
            answer.run();
        }
    }
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }

  private:
    struct Answer {
        QPointer<QObject> guard;
        bool isGuarded = false;
        std::function<void()> run;
    };
    QObject m_context;
    std::deque<Answer> m_waiting;
    bool m_isHeld = false;
};

} // namespace trutina::testing
