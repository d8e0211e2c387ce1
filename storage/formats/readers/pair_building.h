// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/readers/record_format.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// An item of two answers and the judgement that the first is the better one.
NewItem preferencePair(std::vector<Turn> prompt, std::vector<Turn> chosen, std::vector<Turn> rejected,
                       const std::string& annotator);

/// The judgement that the answer at a place is the best.
ImportedVote winnerVote(const std::string& annotator, int winner, Strength strength = Strength::Normal);

/// Whether an answer is right. Throws Failure "pairs.pattern" when the truth is no regular expression, or too long to be one.
bool isRight(std::string_view answer, std::string_view truth, const PairBuilding& rule);

/// Pairs of an item's answers, each an item of its own: an answer with the higher figure is better when the gap is wide enough.
/// `figures` are by place; an answer without one is in no pair. `rule` says in the meta of each pair what it was built from.
/// Notes "pairs.none" when there is no pair, "pairs.length_ratio" for those that are too long.
void buildPairs(const NewItem& item, const std::vector<std::optional<double>>& figures, double minimumGap,
                const std::string& rule, const ReadingOptions& options, RecordItems& out);

} // namespace trutina::storage
