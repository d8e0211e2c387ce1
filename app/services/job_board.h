// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/scoring_desk.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QTimer>

#include <functional>

namespace trutina::services {

/// The jobs that the status bar shows. Changes are announced together, at most thirty times a second, the last one always.
/// Threads: GUI thread only.
class JobBoard : public QObject {
    Q_OBJECT
  public:
    explicit JobBoard(QObject* parent = nullptr);

    /// A number that no job of any board has had.
    [[nodiscard]] static contracts::JobId nextId();

    /// `cancel` is called at most once. A job that is not worth showing can be cancelled all the same.
    void add(contracts::JobId id, const QString& title, bool isShown, std::function<void()> cancel);
    [[nodiscard]] bool contains(contracts::JobId id) const;
    void setTitle(contracts::JobId id, const QString& title);
    void setProgress(contracts::JobId id, const QString& stage, double fraction, int secondsLeft);
    void remove(contracts::JobId id);

    void cancel(contracts::JobId id);
    void cancelAll();

    [[nodiscard]] QList<contracts::JobState> jobs() const; ///< those worth showing, in the order in which they came

  Q_SIGNALS:
    void changed(const QList<trutina::contracts::JobState>& jobs);

  private:
    struct Entry {
        contracts::JobState state;
        bool isShown = true;
        std::function<void()> cancel;
    };

    [[nodiscard]] Entry* find(contracts::JobId id);
    void announceSoon(const Entry& entry);

    QList<Entry> m_entries;
    QTimer m_announcing;
};

} // namespace trutina::services
