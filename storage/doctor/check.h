// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/doctor/doctor.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace trutina::storage {

/// An item as the checks see it.
struct CheckedItem {
    const Project& project;
    const ItemRecord& item;
    const std::vector<VoteRecord>& votes; ///< current ones of all annotators
};

/// What checks need to look at items once more: after the walk, when they know which ones matter.
struct SecondLook {
    const Project& project;
    std::stop_token stop;

    void stopIfAsked() const {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
    }
    /// The item; nothing when it was removed meanwhile.
    [[nodiscard]] std::optional<ItemRecord> item(ItemId id) const;
};

/// Looks for findings of one or a few kinds: sees each item once, in order of number, then says what it found.
class Check {
  public:
    virtual ~Check() = default;
    virtual void look(const CheckedItem& checked) = 0;
    virtual void finish(const SecondLook& again, std::vector<Finding>& findings) = 0;
};

// One file each.
std::unique_ptr<Check> makeAnswerCheck();     ///< identical_answers, near_identical_answers, empty_answers
std::unique_ptr<Check> makeRepetitionCheck(); ///< duplicate_items, near_duplicate_items
std::unique_ptr<Check> makeVoteCheck();       ///< contradicting_votes, cyclic_votes
std::unique_ptr<Check> makeNameCheck(const std::vector<std::string>& modelNames); ///< leaked_names
std::unique_ptr<Check> makeLanguageCheck();                                       ///< language_mismatch
std::unique_ptr<Check> makeMediaCheck();    ///< missing_media, changed_media, damaged_media, duplicate_media
std::unique_ptr<Check> makeSplitCheck();    ///< prompt_in_two_splits
std::unique_ptr<Check> makePositionCheck(); ///< always_first
std::unique_ptr<Check> makeBalanceCheck();  ///< length_imbalance, style_imbalance

/// "1 item", "3 items"; `many` where it is not the one with an s.
[[nodiscard]] std::string counted(std::int64_t count, const std::string& one, const std::string& many = {});

} // namespace trutina::storage
