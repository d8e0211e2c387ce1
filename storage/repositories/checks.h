// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <string_view>

namespace trutina::storage {

inline constexpr std::size_t kMostCandidates = 9;

/// Throws Failure "item.invalid", with what is wrong, when the item cannot be kept: no candidate or more than nine, a candidate
/// without a turn, neither words nor media to answer to, an unknown role, text that is not UTF-8, meta that is not a JSON object;
/// and what checkImportedVote throws for its votes.
void checkItem(const NewItem& item);

/// Throws Failure "vote.invalid" for a judgement that contradicts itself or names answers that are not among `candidates`, and
/// "annotator.invalid" without a name.
void checkImportedVote(const ImportedVote& vote, std::size_t candidates);

/// Throws Failure `code` when `text` is not UTF-8; `what` names it in the sentence ("The note").
void checkUtf8(std::string_view text, std::string_view code, std::string_view what);

/// Throws Failure "project.damaged": the file says of itself what cannot be. `what` is the sentence that says so.
[[noreturn]] void refuseDamaged(std::string_view what, std::string_view detail = {});

} // namespace trutina::storage
