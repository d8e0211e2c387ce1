// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/claim.h"
#include "demo/kind.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::demo {

/// A prompt with two answers in random order.
struct Question {
    Kind kind = Kind::Sum;
    std::string prompt; ///< with the marks of two pictures (model specification 6.2) and the words before a video (section 7)
    std::array<std::string, 2> answers;
    int right = 0;
    std::optional<Claim> claim;                       ///< of the kinds with media
    int trueValue = 0;                                ///< which of the claim's values is true
    std::array<std::vector<std::string>, 2> wordings; ///< of the right and of the wrong answer, from the shortest on
};

/// Half of the questions are answered twice in the same way, the others in ways drawn for each: no length tells the right one.
[[nodiscard]] Question phrase(Random& random, Kind kind, const Wordings& wordings, int trueValue);

/// The kinds without media. A held-out question is about numbers or things that no training question brings together.
[[nodiscard]] Question drawTextQuestion(Random& random, Kind kind, Split split);

/// One text in eight: a question, or what stands for a group of them.
[[nodiscard]] bool isHeldOutText(std::string_view text);

/// Ordered pairs of digits that are not in training, though the same ones the other way round are.
[[nodiscard]] bool isHeldOutSum(int first, int second);

} // namespace trutina::demo
