// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace trutina::engine {

/// Indices by descending score; equal scores keep their order (the reference's rank: an argsort, specification 1.5).
/// Scores are finite, as the engine gives them.
[[nodiscard]] std::vector<int> descendingOrder(const std::vector<float>& scores);

/// How far the best score is ahead of the second best; 0 with fewer than two scores.
[[nodiscard]] double leadingMargin(const std::vector<float>& scores);

/// The reference's compare: strictly greater, so that equal scores give false.
[[nodiscard]] constexpr bool firstWins(float first, float second) {
    return first > second;
}

} // namespace trutina::engine
