// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace trutina::bench {

/// English-looking text of about so many tokens (never fewer); another one for each seed.
[[nodiscard]] std::string textOfTokens(const engine::TextEncoder& encoder, int tokens, unsigned seed);

/// Lengths around a mean, between 0.6 and 1.4 times it, evenly spread.
[[nodiscard]] std::vector<int> spreadLengths(int count, int mean);

struct QuestionShape {
    std::optional<std::filesystem::path> picture{};
    int promptTokens = 80; ///< of the user's text
    std::vector<int> answerTokens{};
    unsigned seed = 1;
};

/// A prompt with answers of the given lengths.
[[nodiscard]] engine::Conversation question(const engine::TextEncoder& encoder, const QuestionShape& shape);

/// The same question with one of its answers alone.
[[nodiscard]] engine::Conversation withAnswer(engine::Conversation conversation, std::size_t index);

/// Of the scores of the same answers; without limit where one side has more of them.
[[nodiscard]] double largestDifference(const std::vector<float>& a, const std::vector<float>& b);

/// Options of a request that begins cold and leaves nothing behind.
[[nodiscard]] engine::ScoreOptions coldOptions(engine::ScoringMode mode = engine::ScoringMode::Shared);

} // namespace trutina::bench
