// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/progress.h"

#include <chrono>
#include <functional>
#include <optional>

namespace trutina::engine {

/// A progress report as it is shown: already limited in rate, with an estimate of the time that is left.
struct ShownProgress {
    Progress progress;
    std::optional<double> secondsLeft; ///< none while too little is done to tell
};

/// Thins out the reports of one operation for whoever shows them.
///
/// A report is passed on at once when the last one is long enough ago or when a new stage begins; otherwise it is kept, and the
/// latest kept one is passed on by flush(). So the last value always arrives. The fraction that is passed on is within 0..1 and
/// never falls. Threads: belongs to the thread that runs the operation.
class ProgressLimiter {
  public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;
    using Sink = std::function<void(const ShownProgress&)>;

    static constexpr std::chrono::milliseconds kInterval{33};

    /// An empty clock is the steady clock; time counts from here.
    explicit ProgressLimiter(Sink sink, Clock clock = {});

    void report(const Progress& progress);
    void flush();

  private:
    void pass(std::chrono::steady_clock::time_point now);
    [[nodiscard]] std::optional<double> estimate(std::chrono::steady_clock::time_point now) const;

    Sink m_sink;
    Clock m_clock;
    std::chrono::steady_clock::time_point m_start;
    std::optional<std::chrono::steady_clock::time_point> m_lastPassed;
    std::optional<Stage> m_stage;
    std::optional<Progress> m_kept;
    double m_fraction = 0;
};

} // namespace trutina::engine
