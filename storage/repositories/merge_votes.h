// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"
#include "storage/records/merge.h"
#include "storage/repositories/merge_item.h"
#include "storage/repositories/vote_repository.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace trutina::storage {

/// Ids of the source file by those of the target.
using IdMap = std::map<std::int64_t, std::int64_t>;

/// The votes of a merge, item by item: those of the source that the target lacks are added, replaced ones too. Of two current
/// ones of the same annotator and criterion (for adjudications: of the same criterion) the later stays current, by time, then
/// by uid: whichever file is merged first, the same one wins.
class VoteMerge {
  public:
    using TellConflict = std::function<void(const char* kind, int number, const std::string& sentence)>;
    /// `annotators` and `criteria` may still grow. Makes tables of its own in the target, inside the transaction.
    VoteMerge(Connection& target, Connection& source, const IdMap& annotators, const IdMap& criteria, MergeReport& report,
              TellConflict tell);

    struct Place {
        ItemId item;
        int number = 0;
        bool isNew = false; ///< nothing was said about it in the target before
    };
    void merge(ItemId from, const Place& to, const IdMap& candidates);
    void forget(); ///< removes the tables; to be called before the transaction ends

    /// Votes that were current and those that are now, in pairs; 0 for none. Without new items.
    [[nodiscard]] nlohmann::json& changes() { return m_changes; }

  private:
    struct Theirs {
        VoteRecord vote;
        std::string uid;
        bool isCurrent = false;
    };
    [[nodiscard]] std::vector<Theirs> theirs(ItemId item) const;
    VoteId copy(const Theirs& their, const Place& to, const IdMap& candidates, IdMap& orders);
    ShownOrderId copyOrder(ShownOrderId order, const Place& to, AnnotatorId annotator, const IdMap& candidates, IdMap& orders);
    void settle(const Theirs& their, VoteId here, bool wasKnown, const std::vector<Theirs>& all, const Place& to,
                const IdMap& candidates);
    void makeCurrent(VoteId before, VoteId after, const Place& to);

    Connection& m_target;
    Connection& m_source;
    VoteRepository m_votes;
    VoteRepository m_theirVotes;
    const IdMap& m_annotators;
    const IdMap& m_criteria;
    MergeReport& m_report;
    TellConflict m_tell;
    nlohmann::json m_changes = nlohmann::json::array();
};

} // namespace trutina::storage
