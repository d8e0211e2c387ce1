// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/question.h"

#include <optional>
#include <string>
#include <vector>

namespace trutina::testing {

/// Reads a question and an answer as a person would, from their words, and looks into the media whether the answer is right.
/// Shares no code with what makes them. Nothing where the words are not understood.
[[nodiscard]] std::optional<bool> isTrue(const std::string& prompt, const std::string& answer, const demo::Media& media);

/// "red circle", "star", "blue shape"; of a sentence, in order.
struct Noun {
    std::optional<demo::Shape> shape;
    std::optional<demo::Colour> colour;
};
[[nodiscard]] std::vector<Noun> nounsOf(const std::string& sentence);

} // namespace trutina::testing
