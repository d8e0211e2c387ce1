// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/merge.h"
#include "storage/repositories/item_repository.h"
#include "storage/repositories/measurement_repository.h"
#include "storage/repositories/merge_item.h"
#include "storage/repositories/merge_votes.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <stop_token>
#include <string>

namespace trutina::storage {

/// One of the two files of a merge, open and inside a transaction.
struct MergeSide {
    Connection& connection;
    MediaStore& store;
    MediaRepository& media;
    ItemRepository& items;
    MeasurementRepository& measurements;
    MediaPolicy mediaPolicy;
};

using MergeProgressSink = std::function<void(const MergeProgress&)>;

/// Takes what another project file holds into this one.
///
/// Items are the same when prompt, media and answers are the same, byte for byte; of several such the one with the same uid.
/// All else is a union that does not depend on the order of merges and is not changed by a repetition: votes as merge_votes.h
/// says, notes and extra data as merge_values.h says, tags, flags, and measurements by their setting. Items that were removed
/// on one side alone come back.
///
/// What it holds in memory grows only with what undo needs: some twenty bytes of a vote that is current now.
class ProjectMerge {
  public:
    enum class Copies { Make, Leave }; ///< of media; Leave: for a dry run
    ProjectMerge(const MergeSide& target, const MergeSide& source, Copies copies, std::int64_t now);

    /// Throws Cancelled and Failure; the transaction must then be given up.
    void run(const std::stop_token& stop, const MergeProgressSink& progress);
    [[nodiscard]] MergeReport& report() { return m_report; }
    /// What the journal needs; see undoMerge() and redoMerge().
    [[nodiscard]] const nlohmann::json& change() const { return m_change; }

  private:
    void mapAnnotators();
    void mapCriteria();
    void noteItems(MergeSide& side, const char* sql, const std::function<void()>& step);
    void mergeItem(const MergeItem& from, VoteMerge& votes);
    [[nodiscard]] ItemId find(const MergeItem& item);
    ItemId addItem(const MergeItem& item);
    void tellOrigin(const MergeItem& from, int number);
    void mergeAbout(const MergeItem& from, const MergeItem& to);
    void mergeMeasurements(const IdMap& candidates);
    MediaUse takeIn(const MergeMedia& media);
    void tell(const char* kind, int number, const std::string& sentence);

    MergeSide m_target;
    MergeSide m_source;
    Copies m_copies;
    std::int64_t m_now;
    MergeReport m_report;
    int m_highest = 0; ///< number of an item
    IdMap m_annotators, m_criteria, m_settings;
    nlohmann::json m_change;
};

/// Takes a merge back, or does it again, by what the journal kept.
void undoMerge(Connection& connection, ItemRepository& items, const nlohmann::json& change);
void redoMerge(Connection& connection, ItemRepository& items, const nlohmann::json& change);

} // namespace trutina::storage
