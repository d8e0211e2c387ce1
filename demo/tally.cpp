// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/tally.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace trutina::demo {

namespace {

bool isRight(int right, const std::array<double, 2>& scores) {
    return scores[static_cast<std::size_t>(right)] > scores[static_cast<std::size_t>(1 - right)];
}

/// Of UTF-8.
std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace

std::array<double, 2> Share::interval() const {
    if (count == 0) {
        return {0, 1};
    }
    constexpr double kZ = 1.959963984540054;
    const auto n = static_cast<double>(count);
    const double p = accuracy();
    const double middle = p + kZ * kZ / (2 * n);
    const double reach = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
    const double scale = 1 + kZ * kZ / n;
    return {std::max(0.0, (middle - reach) / scale), std::min(1.0, (middle + reach) / scale)};
}

void Tally::add(Kind kind, const std::array<std::string, 2>& answers, int right, const std::array<double, 2>& scores) {
    const double hit = isRight(right, scores) ? 1 : 0;
    m_overall.add(hit);
    m_kinds[kind].add(hit);
    m_first.add(right == 0 ? 1 : 0);
    const std::array<std::size_t, 2> lengths{characters(answers[0]), characters(answers[1])};
    const auto rightLength = lengths[static_cast<std::size_t>(right)];
    const auto wrongLength = lengths[static_cast<std::size_t>(1 - right)];
    m_longer.add(rightLength == wrongLength ? 0.5 : rightLength > wrongLength ? 1 : 0);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        m_answers += 1;
        const double byScore = scores[i] - m_meanScore;
        const double byLength = static_cast<double>(lengths[i]) - m_meanLength;
        m_meanScore += byScore / m_answers;
        m_meanLength += byLength / m_answers;
        m_scoreSquares += byScore * (scores[i] - m_meanScore);
        m_lengthSquares += byLength * (static_cast<double>(lengths[i]) - m_meanLength);
        m_products += byScore * (static_cast<double>(lengths[i]) - m_meanLength);
    }
}

void Tally::addBlind(Kind kind, int right, const std::array<double, 2>& scores) {
    m_blind[infoOf(kind).media].add(isRight(right, scores) ? 1 : 0);
}

double Tally::lengthCorrelation() const {
    const double spread = std::sqrt(m_scoreSquares * m_lengthSquares);
    return spread > 0 ? m_products / spread : 0;
}

} // namespace trutina::demo
