// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_line.h"

#include "app/cli/console.h"

#include <algorithm>
#include <cstdio>

namespace trutina::cli {

namespace {
constexpr std::chrono::milliseconds kInterval{100};
constexpr int kBarWidth = 24;
} // namespace

ProgressLine::ProgressLine(bool isWanted) : m_isWanted(isWanted && isErrorTerminal()) {}

ProgressLine::~ProgressLine() {
    wipe();
}

void ProgressLine::show(const std::string& text, double fraction) {
    const auto now = std::chrono::steady_clock::now();
    if (!m_isWanted || now - m_last < kInterval) {
        return;
    }
    m_last = now;
    std::string bar;
    if (fraction >= 0) {
        const int filled = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * kBarWidth);
        bar = "[" + std::string(static_cast<std::size_t>(filled), '#') +
              std::string(static_cast<std::size_t>(kBarWidth - filled), '.') + "] ";
    }
    (void)std::fprintf(stderr, "\r\033[K%s%s", bar.c_str(), text.c_str());
    (void)std::fflush(stderr);
    m_isPainted = true;
}

void ProgressLine::wipe() {
    if (m_isPainted) {
        (void)std::fprintf(stderr, "\r\033[K");
        (void)std::fflush(stderr);
        m_isPainted = false;
    }
}

} // namespace trutina::cli
