// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trutina::storage {

/// How much a finding matters to a trainer.
enum class Severity {
    Notice,  ///< good to know
    Warning, ///< noise: worth a look
    Error    ///< the item cannot be used, or an evaluation would be wrong
};

/// What can be done about a finding; each is one step of the journal, so that undo takes it back.
enum class Cure {
    None,
    Tag,          ///< the items get the tag "doctor/KIND"
    RemoveItems,  ///< the repetitions are removed; one of each, with the most votes, stays
    RemoveAnswers ///< repeated answers are removed; an item that has no two different answers is removed
};

struct FoundItem {
    ItemId item;
    int number = 0; ///< for people
};

/// A share with its 95 % interval.
struct Share {
    double value = 0;
    double low = 0;
    double high = 0;
};

/// One thing that a data set has wrong.
struct Finding {
    std::string kind;    ///< stable: "identical_answers", "leaked_names", …
    std::string subject; ///< what it is about, where there may be several of a kind: an annotator, "lists", …; otherwise empty
    Severity severity = Severity::Warning;
    std::int64_t count = 0;       ///< how often: pairs, votes, files or items
    std::string sentence;         ///< for people
    std::vector<FoundItem> items; ///< all that it concerns, by number
    Cure cure = Cure::None;
    std::optional<Share> share;
};

/// A kind that the doctor knows, for lists and for --help.
struct FindingKind {
    std::string name;
    std::string description; ///< one sentence
    Cure cure = Cure::None;
};

/// What a cure did.
struct CureReport {
    std::int64_t itemsTagged = 0;
    std::int64_t itemsRemoved = 0;
    std::int64_t answersRemoved = 0;
    int steps = 0; ///< of the journal, for undo
};

} // namespace trutina::storage
