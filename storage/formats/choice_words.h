// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// A choice and the word that stands for it: on the command line, in settings of the window, and in reports.
template <typename Choice>
struct ChoiceWord {
    const char* word;
    Choice choice;
};
template <typename Choice> // clang 14 deduces nothing for aggregates
ChoiceWord(const char*, Choice)->ChoiceWord<Choice>;

inline constexpr std::array kVerifierWords{ChoiceWord{"none", Verifier::None},       ChoiceWord{"exact", Verifier::Exact},
                                           ChoiceWord{"numeric", Verifier::Numeric}, ChoiceWord{"choice", Verifier::Choice},
                                           ChoiceWord{"pattern", Verifier::Pattern}, ChoiceWord{"command", Verifier::Command}};
inline constexpr std::array kMediaTransferWords{ChoiceWord{"copy", MediaTransfer::Copy},
                                                ChoiceWord{"link", MediaTransfer::Reference},
                                                ChoiceWord{"embed", MediaTransfer::Embed}};
inline constexpr std::array kAdjudicationWords{ChoiceWord{"decides", AdjudicationRule::Decides},
                                               ChoiceWord{"ignored", AdjudicationRule::Ignored},
                                               ChoiceWord{"required", AdjudicationRule::Required}};
inline constexpr std::array kStrengthWords{ChoiceWord{"slightly", Strength::Slightly}, ChoiceWord{"normal", Strength::Normal},
                                           ChoiceWord{"much", Strength::Much}};

/// The first choice where no word is that one.
template <typename Words>
[[nodiscard]] constexpr auto choiceOf(const Words& words, std::string_view word) {
    const auto found = std::find_if(words.begin(), words.end(), [word](const auto& known) { return word == known.word; });
    return found == words.end() ? words.front().choice : found->choice;
}

template <typename Words, typename Choice>
[[nodiscard]] constexpr const char* wordOf(const Words& words, Choice choice) {
    return std::find_if(words.begin(), words.end(), [choice](const auto& known) { return choice == known.choice; })->word;
}

/// All words, for the help and the checks of an option.
template <typename Words>
[[nodiscard]] std::vector<std::string> wordsOf(const Words& words) {
    std::vector<std::string> all;
    for (const auto& known : words) {
        all.emplace_back(known.word);
    }
    return all;
}

} // namespace trutina::storage
