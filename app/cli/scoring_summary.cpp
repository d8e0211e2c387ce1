// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/scoring_summary.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace trutina::cli {

void ScoringSummary::add(const engine::RunStatistics& statistics) {
    ++m_records;
    m_total.decodeSeconds += statistics.decodeSeconds;
    m_total.visionSeconds += statistics.visionSeconds;
    m_total.prefixSeconds += statistics.prefixSeconds;
    m_total.candidateSeconds += statistics.candidateSeconds;
    m_total.floatingPointOperations += statistics.floatingPointOperations;
    m_total.peakMemoryBytes = std::max(m_total.peakMemoryBytes, statistics.peakMemoryBytes);
    m_total.mediaCacheHits += statistics.mediaCacheHits;
    m_total.computedTokens += statistics.computedTokens;
}

double ScoringSummary::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
}

double ScoringSummary::recordsPerSecond() const {
    const double time = seconds();
    return time > 0 ? static_cast<double>(m_records) / time : 0;
}

std::string ScoringSummary::text() const {
    const double time = std::max(seconds(), 1e-9);
    return fmt::format("{} records in {:.1f} s, {:.1f} a second; {} tokens computed, {:.2f} GFLOP/s; pictures {:.1f} s, prompts "
                       "and answers {:.1f} "
                       "s, decoding beside it {:.1f} s; {} media not computed anew; {} MiB of memory at most.",
                       m_records, time, recordsPerSecond(), m_total.computedTokens, m_total.floatingPointOperations / time / 1e9,
                       m_total.visionSeconds, m_total.prefixSeconds + m_total.candidateSeconds, m_total.decodeSeconds,
                       m_total.mediaCacheHits, m_total.peakMemoryBytes >> 20);
}

} // namespace trutina::cli
