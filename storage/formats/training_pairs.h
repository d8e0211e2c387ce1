// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace trutina::storage {

/// Two whole conversations of which the first was preferred, whatever source they come from. Texts are kept byte for byte.
struct TrainingPair {
    std::vector<Turn> chosen, rejected;
    std::vector<NewMedia> media; ///< of both
};

/// What one source gave.
struct TrainingPairSet {
    std::filesystem::path source;
    std::vector<TrainingPair> pairs;
    std::int64_t records = 0;                    ///< in the source: records of a list, items of a project, lines
    std::int64_t sampled = 0;                    ///< taken of them, repetitions counted
    std::map<std::string, std::int64_t> leftOut; ///< of what was taken, by the code of the reason
    /// Pairs with and without media stand side by side: a trainer must part them. Otherwise the first pair tells for all, as the
    /// reference has it.
    bool isMixed = false;
};

/// Whether the chosen answer is longer, in characters, than `ratio` times the rejected one (model specification 8.6). 0: never.
[[nodiscard]] bool isTooMuchLonger(const TrainingPair& pair, double ratio);

/// The reason for which such a pair is left out, as a Failure is made of it.
inline constexpr const char* kLengthRatioCode = "pair.length_ratio";
inline constexpr const char* kLengthRatioMessage = "The chosen answer is too much longer than the rejected one.";

/// Characters (code points) of a text.
[[nodiscard]] std::size_t characters(std::string_view utf8);

} // namespace trutina::storage
