// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"
#include "storage/records/vote.h"

#include <optional>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// The current votes on item ?1, of both kinds: id, annotator_id, criterion_id, kind. An order may follow. Each half has an index
/// of its own; asked for both kinds at once, SQLite reads all votes of the project.
inline constexpr std::string_view kCurrentVotesOfItem =
    "SELECT id, annotator_id, criterion_id, kind FROM votes WHERE item_id = ?1 AND is_current = 1 AND kind = 'vote' UNION ALL "
    "SELECT id, annotator_id, criterion_id, kind FROM votes WHERE item_id = ?1 AND is_current = 1 AND kind = 'adjudication'";

/// The columns of a vote `v`, as voteOf() reads them.
inline constexpr std::string_view kVoteColumns =
    "v.id, v.item_id, v.annotator_id, v.criterion_id, v.decision, v.winner_id, v.strength, v.reason, v.note, v.shown_order_id, "
    "v.saw_scores_before, v.time_spent_ms, v.created_at, v.kind";
inline constexpr int kVoteColumnCount = 14;
/// From the columns that begin at `first`; without ranking and annotator's name. Throws Failure "project.damaged".
[[nodiscard]] VoteRecord voteOf(const Statement& row, int first);

enum class Standing { Past, Current };

/// Votes and the orders in which candidates were shown. No vote is ever deleted: at most one of an annotator on an item and a
/// criterion is current.
class VoteRepository {
  public:
    explicit VoteRepository(Connection& connection) : m_connection(connection) {}

    /// Throws Failure "vote.invalid" when the vote contradicts itself or names candidates that are not in `candidates`.
    void check(const NewVote& vote, const std::vector<CandidateId>& candidates) const;
    VoteRecord add(const NewVote& vote, AnnotatorId annotator, std::int64_t now); ///< not current yet
    VoteId insert(const NewVote& vote, AnnotatorId annotator, std::int64_t now, Standing standing);
    [[nodiscard]] VoteId current(ItemId item, AnnotatorId annotator, CriterionId criterion) const; ///< none when there is none
    [[nodiscard]] VoteId currentAdjudication(ItemId item, CriterionId criterion) const;            ///< none when there is none
    /// Takes the one's place and gives it to the other; either may be none.
    void replaceCurrent(VoteId old, VoteId now);
    [[nodiscard]] std::optional<VoteRecord> find(VoteId vote) const;
    [[nodiscard]] VoteRecord load(VoteId vote) const; ///< throws Failure "project.damaged" when it is not there
    [[nodiscard]] std::vector<VoteRecord> currentOfAll(ItemId item) const;

    /// The last recorded order that holds exactly these candidates.
    [[nodiscard]] std::optional<ShownOrder> findOrder(ItemId item, AnnotatorId annotator,
                                                      const std::vector<CandidateId>& candidates) const;
    ShownOrder addOrder(ShownOrder order, std::int64_t now);
    [[nodiscard]] std::optional<ShownOrder> loadOrder(ShownOrderId order) const;

  private:
    Connection& m_connection;
};

/// A shuffle that the same seed text always gives, on every machine.
[[nodiscard]] std::vector<CandidateId> shuffled(std::vector<CandidateId> candidates, const std::string& seed);

} // namespace trutina::storage
