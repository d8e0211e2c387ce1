// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/kind.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>

namespace trutina::demo {

/// So many of so many, ties counted half where that is said.
struct Share {
    double right = 0;
    std::int64_t count = 0;

    void add(double one) {
        right += one;
        ++count;
    }
    [[nodiscard]] double accuracy() const { return count > 0 ? right / static_cast<double>(count) : 0; }
    /// Wilson's interval of 95 %.
    [[nodiscard]] std::array<double, 2> interval() const;
};

/// What the scores of examples say. Threads: one at a time.
class Tally {
  public:
    /// Scores of both answers; equal ones are wrong.
    void add(Kind kind, const std::array<std::string, 2>& answers, int right, const std::array<double, 2>& scores);
    /// The same example, scored without its media.
    void addBlind(Kind kind, int right, const std::array<double, 2>& scores);

    [[nodiscard]] const Share& overall() const { return m_overall; }
    [[nodiscard]] const std::map<Kind, Share>& kinds() const { return m_kinds; }
    [[nodiscard]] const std::map<MediaKind, Share>& blind() const { return m_blind; }
    [[nodiscard]] const Share& longer() const { return m_longer; } ///< always choosing the longer answer; a tie is half right
    [[nodiscard]] const Share& first() const { return m_first; }   ///< always choosing the first answer
    /// Pearson's r of an answer's score and its length in characters; 0 where one of them does not vary.
    [[nodiscard]] double lengthCorrelation() const;

  private:
    Share m_overall, m_longer, m_first;
    std::map<Kind, Share> m_kinds;
    std::map<MediaKind, Share> m_blind;
    // Running means and sums of squared deviations.
    double m_answers = 0, m_meanScore = 0, m_meanLength = 0, m_scoreSquares = 0, m_lengthSquares = 0, m_products = 0;
};

} // namespace trutina::demo
