// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace trutina::cli {

/// Makes Ctrl+C (SIGINT) and SIGTERM a stop request. A second one ends the program at once.
/// To be made first in main(), before any thread: they inherit which signals are blocked.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
    /// Becomes readable with the request and stays so: for poll().
    [[nodiscard]] int descriptor() const { return m_requested; }

  private:
    void watch();

    std::stop_source m_source;
    int m_signals = -1;   ///< signalfd
    int m_requested = -1; ///< eventfd
    int m_end = -1;       ///< eventfd
    std::thread m_thread;
};

} // namespace trutina::cli
