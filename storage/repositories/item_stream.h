// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/repositories/item_repository.h"
#include "storage/repositories/vote_repository.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
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
    /// Values in order of the places that came with them; they nearly always come in order.
    template <typename Value>
    class Placed {
      public:
        void add(std::int64_t place, Value value) { m_values.emplace_back(place, std::move(value)); }
        [[nodiscard]] std::vector<Value> take() {
            const auto byPlace = [](const auto& left, const auto& right) { return left.first < right.first; };
            if (!std::ranges::is_sorted(m_values, byPlace)) {
                std::ranges::stable_sort(m_values, byPlace);
            }
            std::vector<Value> values;
            values.reserve(m_values.size());
            for (auto& [place, value] : m_values) {
                values.push_back(std::move(value));
            }
            m_values.clear();
            return values;
        }

      private:
        std::vector<std::pair<std::int64_t, Value>> m_values;
    };

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
    Placed<Turn> m_placedTurns;             ///< of the prompt or the candidate that is being read
    Placed<CandidateId> m_placedCandidates; ///< of the vote that is being read
    std::vector<VoteRecord> m_votes;
};

} // namespace trutina::storage
