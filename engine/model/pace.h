// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"
#include "engine/api/progress.h"

#include <algorithm>
#include <stop_token>
#include <string>
#include <utility>

namespace trutina::engine {

/// Carries a stop request down into a long computation and its progress back up.
///
/// Work is measured in floating-point operations: `finished` adds what one step has cost, and the fraction reported is the share
/// of `expect`ed work. The computation asks `checkpoint` before every costly step, so that it ends within one of them. Threads:
/// used by the thread that computes; the stop token may be triggered from any.
class Pace {
  public:
    Pace() = default;
    Pace(std::stop_token stop, ProgressSink sink) : m_stop(std::move(stop)), m_sink(std::move(sink)) {}

    /// Throws Cancelled once a stop was requested.
    void checkpoint() const {
        if (m_stop.stop_requested()) {
            throw Cancelled();
        }
    }

    /// A new stage of the operation; the fraction stays.
    void enter(Stage stage, std::string detail = {}) {
        m_stage = stage;
        report(std::move(detail));
    }

    /// From here on the fraction runs from where it is to 1 while work adds up to `operations`.
    void expect(double operations) {
        m_floor = m_fraction;
        m_expected = operations;
        m_base = m_done;
    }

    void finished(double operations, std::string detail = {}) {
        m_done += operations;
        if (m_expected > 0) {
            m_fraction = std::max(m_fraction, m_floor + (1 - m_floor) * std::min(1.0, (m_done - m_base) / m_expected));
        }
        report(std::move(detail));
    }

    /// Sets the fraction where work cannot be counted; a lower value than before is not taken.
    void reach(double fraction, std::string detail = {}) {
        m_fraction = std::max(m_fraction, std::min(1.0, fraction));
        report(std::move(detail));
    }

    [[nodiscard]] double operationsDone() const { return m_done; }

  private:
    void report(std::string detail) const {
        if (m_sink) {
            m_sink({m_stage, m_fraction, std::move(detail)});
        }
    }

    std::stop_token m_stop;
    ProgressSink m_sink;
    Stage m_stage = Stage::Queued;
    double m_fraction = 0;
    double m_floor = 0;
    double m_expected = 0;
    double m_base = 0;
    double m_done = 0;
};

} // namespace trutina::engine
