// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/verdicts/verdict.h"

#include <string>

namespace trutina::storage {

/// The verdict as a vote on the item's answers. Scores that lie no further apart than `tieWithin` are level. Throws Failure
/// "vote.other_answers" when its answers are not those of the item, "vote.unknown_winner", "vote.invalid".
ImportedVote voteOf(const Verdict& verdict, const ItemRecord& item, const std::string& judge, double tieWithin);

} // namespace trutina::storage
