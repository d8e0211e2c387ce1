// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/question.h"

#include <string>
#include <vector>

namespace trutina::demo {

/// A question that asks for a property of a thing, which has an answer, or of a thought, which has none. A held-out one brings a
/// property and a thing or thought together that training knows from other questions only.
[[nodiscard]] Question drawNonsense(Random& random, Split split);

/// All that can be asked.
struct PropertyQuestion {
    std::string question;
    std::string about;  ///< the thing or the thought
    std::string answer; ///< empty of a thought
};
[[nodiscard]] std::vector<PropertyQuestion> propertyQuestions();

} // namespace trutina::demo
