// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace trutina::cli {

/// What hiding the media did over a whole run, gathered from the lines that were written: so it counts those of an earlier run,
/// too.
class ProbeSummary {
  public:
    /// A line of output; error records and records without media count as nothing.
    void add(std::string_view line);
    /// One sentence or two for people.
    [[nodiscard]] std::string text() const;

  private:
    std::int64_t m_records = 0; ///< with media
    std::int64_t m_scores = 0;
    double m_gaps = 0;
    std::int64_t m_ranked = 0; ///< records with media and two or more candidates
    std::int64_t m_same = 0;   ///< of these, in the same order without media
};

} // namespace trutina::cli
