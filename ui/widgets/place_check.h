// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <optional>

namespace trutina::ui {

enum class Place { Nothing, EmptyFolder, Something };

/// What is at a path, looked up on another thread: a disk or a network may take its time. Lives on the window's thread.
class PlaceCheck : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    /// Looks the path up, also if it was looked up before. One lookup runs at a time; of paths that come meanwhile the last
    /// counts.
    void look(const QString& path);
    /// None until the path of the last look() was looked up.
    [[nodiscard]] std::optional<Place> found() const { return m_found; }

  Q_SIGNALS:
    void answered();

  private:
    void start();

    QString m_path;
    bool m_isRunning = false;
    bool m_isWanted = false; ///< again, when the running one has ended
    std::optional<Place> m_found;
};

} // namespace trutina::ui
