// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/repositories/item_repository.h"
#include "storage/repositories/vote_repository.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trutina::storage {

/// Items with their current votes in order of number, for those who want all of them: each table is asked once and read along
/// with the others, where ItemRepository::load() and VoteRepository::currentOfAll() ask every table anew for each item. What they
/// return is the same.
///
/// Lives within one read transaction. One item is in memory at a time.
class ItemStream {
  public:
    ItemStream(Connection& connection, const ItemRepository& items, const MediaRepository& media);

    /// False at the end. Throws Failure as the two functions do.
    [[nodiscard]] bool next();
    [[nodiscard]] const ItemRecord& item() const { return m_item; }
    [[nodiscard]] const std::vector<VoteRecord>& votes() const { return m_votes; } ///< as currentOfAll() orders them

    /// What SQLite is asked, for the test that holds it to the indexes.
    [[nodiscard]] static std::vector<std::string> questions();

  private:
    /// The rows of one question, whose first column is an item's number, in order of it.
    class Rows {
      public:
        Rows(Connection& connection, std::string_view question);
        /// Calls `take` with the statement at each row of the item.
        template <typename Take>
        void forItem(std::int64_t number, const Take& take);

      private:
        void advance();
        Statement m_statement;
        std::int64_t m_number = 0; ///< of the row at which the statement is; none at the end
    };

    void readCandidates(std::int64_t number);
    void readVotes(Rows& rows, std::int64_t number);

    const ItemRepository& m_repository;
    const MediaRepository& m_media;
    bool m_hasTags, m_hasItemMedia, m_hasCandidateMedia;
    std::unordered_map<AnnotatorId, std::string> m_annotators;
    Statement m_items;
    Rows m_turns, m_candidates, m_ownVotes;
    std::optional<Rows> m_adjudications; ///< if there are any
    ItemRecord m_item;
    std::vector<VoteRecord> m_votes;
};

} // namespace trutina::storage
