// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/readers/record_format.h"
#include "storage/records/item.h"

#include <optional>
#include <string>
#include <vector>

namespace trutina::storage {

/// What a judge said about an item that the project should have already. The item is named by its id, or by its texts.
struct Verdict {
    std::string item;                 ///< the id in the file that the item came from; empty when texts name it
    std::vector<Turn> prompt;         ///< empty when the record has none
    std::vector<std::string> answers; ///< in the judge's order, which may be another one than the item's; empty without any
    std::string judge;                ///< empty: whoever the options say
    std::string rationale;
    std::string strength;       ///< "slightly", "normal", "much", or empty
    nlohmann::json order;       ///< places from the best on, or null
    nlohmann::json winner;      ///< a place, a letter, a name or a word, or null
    nlohmann::json scores;      ///< by place or by name, or null
    bool countsFromOne = false; ///< a winner that is written with digits; in tables, as in the format csv
};

/// Reads one record. Throws Failure "record.wrong_type" and "vote.empty" for one that judges nothing.
Verdict verdictOf(FormatRecord& record, bool isTable);

/// Whether records look like judgements on items that are elsewhere.
bool looksLikeVerdicts(const FileProbe& probe);

/// The text of an answer as verdicts are joined by it: of several turns, all of them.
std::string answerText(const std::vector<Turn>& turns);

} // namespace trutina::storage
