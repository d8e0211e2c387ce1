// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/scoring.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace trutina::cli {

/// What a whole run cost.
class ScoringSummary {
  public:
    void add(const engine::RunStatistics& statistics);
    void addFailed() { ++m_records; }

    [[nodiscard]] std::int64_t records() const { return m_records; } ///< of this run, failed ones included
    [[nodiscard]] double seconds() const;                            ///< since the run began
    [[nodiscard]] double recordsPerSecond() const;
    /// One line for people.
    [[nodiscard]] std::string text() const;

  private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    std::int64_t m_records = 0;
    engine::RunStatistics m_total;
};

} // namespace trutina::cli
