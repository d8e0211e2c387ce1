// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace trutina::desktop {

/// Sends Qt's messages and ours to a file that is kept small, and to standard error. A folder that cannot be written leaves
/// standard error alone. Returns the path of the file, or nothing.
QString startLog(const QString& folder);

/// Notes in a folder that a session is running, until it is destroyed. What is left behind by a crash is seen by the next one.
class RunningMark {
  public:
    explicit RunningMark(const QString& folder);
    ~RunningMark();
    RunningMark(const RunningMark&) = delete;
    RunningMark& operator=(const RunningMark&) = delete;

    [[nodiscard]] bool lastSessionEndedEarly() const { return m_endedEarly; }

  private:
    QString m_file;
    bool m_endedEarly = false;
    bool m_isOurs = false;
};

} // namespace trutina::desktop
