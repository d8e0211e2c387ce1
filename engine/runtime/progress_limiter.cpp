// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/progress_limiter.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace trutina::engine {

namespace {
// Below these an estimate would jump about more than it tells.
constexpr double kLeastSeconds = 0.5;
constexpr double kLeastFraction = 0.01;
} // namespace

ProgressLimiter::ProgressLimiter(Sink sink, Clock clock)
    : m_sink(std::move(sink)),
      m_clock(clock ? std::move(clock) : Clock([] { return std::chrono::steady_clock::now(); })),
      m_start(m_clock()) {}

void ProgressLimiter::report(const Progress& progress) {
    if (std::isfinite(progress.fraction)) {
        m_fraction = std::max(m_fraction, std::clamp(progress.fraction, 0.0, 1.0));
    }
    m_kept = progress;
    m_kept->fraction = m_fraction;
    const auto now = m_clock();
    const bool isNewStage = m_stage != progress.stage;
    m_stage = progress.stage;
    if (isNewStage || !m_lastPassed || now - *m_lastPassed >= kInterval) {
        pass(now);
    }
}

void ProgressLimiter::flush() {
    if (m_kept) {
        pass(m_clock());
    }
}

void ProgressLimiter::pass(std::chrono::steady_clock::time_point now) {
    m_lastPassed = now;
    const ShownProgress shown{*std::exchange(m_kept, std::nullopt), estimate(now)};
    if (m_sink) {
        m_sink(shown);
    }
}

std::optional<double> ProgressLimiter::estimate(std::chrono::steady_clock::time_point now) const {
    const double elapsed = std::chrono::duration<double>(now - m_start).count();
    if (elapsed < kLeastSeconds || m_fraction < kLeastFraction) {
        return std::nullopt;
    }
    return elapsed * (1 - m_fraction) / m_fraction;
}

} // namespace trutina::engine
