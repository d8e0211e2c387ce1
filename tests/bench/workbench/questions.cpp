// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/workbench/questions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

namespace trutina::bench {

std::string textOfTokens(const engine::TextEncoder& encoder, int tokens, unsigned seed) {
    static constexpr std::array kWords{"the",  "left",  "cup",   "holds",  "more",  "water",   "than", "right",
                                       "one",  "and",   "a",     "window", "shows", "trees",   "in",   "green",
                                       "that", "stand", "close", "to",     "house", "because", "it",   "rained"};
    std::minstd_rand random(seed * 7919 + 1);
    std::string text;
    for (int length = 0; length < tokens;) {
        // Counting is not linear in the text: add what seems to be missing, then look again.
        for (int missing = std::max(1, tokens - length); missing > 0; --missing) {
            if (!text.empty()) {
                text += ' ';
            }
            text += kWords[random() % kWords.size()];
        }
        length = static_cast<int>(encoder.encode(text, false).ids.size());
    }
    return text;
}

std::vector<int> spreadLengths(int count, int mean) {
    std::vector<int> lengths;
    for (int i = 0; i < count; ++i) {
        const double factor = count == 1 ? 1 : 0.6 + 0.8 * i / (count - 1);
        lengths.push_back(static_cast<int>(factor * mean));
    }
    return lengths;
}

engine::Conversation question(const engine::TextEncoder& encoder, const QuestionShape& shape) {
    engine::Conversation conversation;
    conversation.messages.push_back({"user", textOfTokens(encoder, shape.promptTokens, shape.seed)});
    if (shape.picture) {
        conversation.media.push_back({*shape.picture, engine::MediaReading::Image});
    }
    unsigned seed = shape.seed;
    for (const int tokens : shape.answerTokens) {
        conversation.candidates.push_back({{{"assistant", textOfTokens(encoder, tokens, ++seed)}}, {}});
    }
    return conversation;
}

engine::Conversation withAnswer(engine::Conversation conversation, std::size_t index) {
    conversation.candidates = {conversation.candidates.at(index)};
    return conversation;
}

double largestDifference(const std::vector<float>& a, const std::vector<float>& b) {
    if (a.size() != b.size()) {
        return std::numeric_limits<double>::infinity();
    }
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    }
    return largest;
}

engine::ScoreOptions coldOptions(engine::ScoringMode mode) {
    engine::ScoreOptions options;
    options.mode = mode;
    options.keep = engine::Keep::Nothing;
    options.reuse = false;
    return options;
}

} // namespace trutina::bench
