// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace trutina::cli {

/// One line on standard error that is painted over; only on a terminal.
class ProgressLine {
  public:
    explicit ProgressLine(bool isWanted);
    ~ProgressLine(); ///< wipes the line
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// `fraction` of the whole, negative when unknown. Painted ten times a second at most.
    void show(const std::string& text, double fraction);
    void wipe(); ///< before something else is said

  private:
    bool m_isWanted;
    bool m_isPainted = false;
    std::chrono::steady_clock::time_point m_last;
};

} // namespace trutina::cli
