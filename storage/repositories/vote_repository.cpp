// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/vote_repository.h"

#include "storage/media_store/sha256.h"
#include "storage/repositories/checks.h"
#include "storage/repositories/names.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace trutina::storage {

namespace {

[[noreturn]] void refuse(const std::string& message, const std::string& hint) {
    throw Failure("vote.invalid", message, hint);
}

bool holds(const std::vector<CandidateId>& candidates, CandidateId candidate) {
    return std::ranges::find(candidates, candidate) != candidates.end();
}

std::vector<CandidateId> sorted(std::vector<CandidateId> candidates) {
    std::ranges::sort(candidates, [](CandidateId left, CandidateId right) { return left < right; });
    return candidates;
}

} // namespace

void VoteRepository::check(const NewVote& vote, const std::vector<CandidateId>& candidates) const {
    const bool compares = vote.decision == Decision::Winner || vote.decision == Decision::Tie;
    if (compares && candidates.size() < 2) {
        refuse("An item with one answer has nothing to compare it with.", "Skip it, or add another answer.");
    }
    if ((vote.decision == Decision::Winner) != vote.winner.isValid()) {
        refuse("A vote for a best answer names one, and no other vote does.", "Choose the best answer again.");
    }
    if (vote.winner.isValid() && !holds(candidates, vote.winner)) {
        refuse("The chosen answer does not belong to this item any more.", "Look at the item again and choose.");
    }
    const auto ranks = sorted(vote.ranking);
    if (std::ranges::adjacent_find(ranks) != ranks.end() ||
        !std::ranges::all_of(ranks, [&](CandidateId candidate) { return holds(candidates, candidate); })) {
        refuse("The ranking names an answer twice, or one of another item.", "Rank the answers again.");
    }
    if (!ranks.empty() && (vote.decision == Decision::Tie || vote.decision == Decision::Skip)) {
        refuse("A tie or a skipped item has no ranking.", "Choose a best answer to keep the ranking.");
    }
    if (vote.winner.isValid() && !ranks.empty() && vote.ranking.front() != vote.winner) {
        refuse("The best answer is not the first of the ranking.", "Rank the answers again.");
    }
    if (vote.timeSpentMilliseconds < 0) {
        refuse("The time spent is negative.", "Check the clock of this computer.");
    }
    checkUtf8(vote.reason, "vote.invalid", "The reason");
    checkUtf8(vote.note, "vote.invalid", "The note");
    if (vote.shownOrder.isValid() && !m_connection.prepare("SELECT 1 FROM shown_orders WHERE id = ?1 AND item_id = ?2")
                                          .bind(vote.shownOrder, vote.item)
                                          .step()) {
        refuse("The recorded order of the answers belongs to another item.", "Open the item again and vote.");
    }
}

VoteRecord VoteRepository::add(const NewVote& vote, AnnotatorId annotator, std::int64_t now) {
    return load(insert(vote, annotator, now, Standing::Past));
}

VoteId VoteRepository::insert(const NewVote& vote, AnnotatorId annotator, std::int64_t now, Standing standing) {
    m_connection
        .prepare(
            "INSERT INTO votes (item_id, annotator_id, criterion_id, decision, winner_id, strength, reason, note, "
            "shown_order_id, "
            "saw_scores_before, time_spent_ms, created_at, kind, is_current) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
            "?11, ?12, ?13, ?14)")
        .bind(vote.item, annotator, vote.criterion, nameOf(vote.decision), vote.winner, nameOf(vote.strength), vote.reason,
              vote.note, vote.shownOrder, vote.sawScoresBefore, vote.timeSpentMilliseconds, now, nameOf(vote.kind),
              standing == Standing::Current)
        .run();
    const VoteId id{m_connection.lastInsertId()};
    std::int64_t place = 0;
    for (const CandidateId candidate : vote.ranking) {
        m_connection.prepare("INSERT INTO vote_ranks (vote_id, place, candidate_id) VALUES (?1, ?2, ?3)")
            .bind(id, place++, candidate)
            .run();
    }
    return id;
}

VoteId VoteRepository::current(ItemId item, AnnotatorId annotator, CriterionId criterion) const {
    auto statement = m_connection.prepare("SELECT id FROM votes WHERE item_id = ?1 AND annotator_id = ?2 AND criterion_id = ?3 "
                                          "AND is_current = 1 AND kind = 'vote'");
    return statement.bind(item, annotator, criterion).step() ? statement.id<VoteId>(0) : VoteId{};
}

VoteId VoteRepository::currentAdjudication(ItemId item, CriterionId criterion) const {
    auto statement = m_connection.prepare(
        "SELECT id FROM votes WHERE item_id = ?1 AND criterion_id = ?2 AND is_current = 1 AND kind = 'adjudication'");
    return statement.bind(item, criterion).step() ? statement.id<VoteId>(0) : VoteId{};
}

void VoteRepository::replaceCurrent(VoteId old, VoteId now) {
    m_connection.prepare("UPDATE votes SET is_current = 0 WHERE id = ?1").bind(old).run();
    m_connection.prepare("UPDATE votes SET is_current = 1 WHERE id = ?1").bind(now).run();
}

VoteRecord voteOf(const Statement& row, int first) {
    VoteRecord vote;
    vote.id = row.id<VoteId>(first);
    vote.item = row.id<ItemId>(first + 1);
    vote.annotator = row.id<AnnotatorId>(first + 2);
    vote.criterion = row.id<CriterionId>(first + 3);
    vote.decision = decisionOf(row.text(first + 4));
    vote.winner = row.id<CandidateId>(first + 5);
    vote.strength = strengthOf(row.text(first + 6));
    vote.reason = row.text(first + 7);
    vote.note = row.text(first + 8);
    vote.shownOrder = row.id<ShownOrderId>(first + 9);
    vote.sawScoresBefore = row.boolean(first + 10);
    vote.timeSpentMilliseconds = row.integer(first + 11);
    vote.createdAtMilliseconds = row.integer(first + 12);
    vote.kind = voteKindOf(row.text(first + 13));
    return vote;
}

std::optional<VoteRecord> VoteRepository::find(VoteId vote) const {
    static const std::string kQuestion = "SELECT " + std::string(kVoteColumns) +
                                         ", (SELECT name FROM annotators WHERE id = v.annotator_id) FROM votes v WHERE v.id = ?1";
    VoteRecord record;
    {
        auto statement = m_connection.prepare(kQuestion);
        if (!statement.bind(vote).step()) {
            return std::nullopt;
        }
        record = voteOf(statement, 0);
        record.annotatorName = statement.text(kVoteColumnCount);
    }
    auto ranks = m_connection.prepare("SELECT candidate_id FROM vote_ranks WHERE vote_id = ?1 ORDER BY place");
    ranks.bind(vote);
    while (ranks.step()) {
        record.ranking.push_back(ranks.id<CandidateId>(0));
    }
    return record;
}

VoteRecord VoteRepository::load(VoteId vote) const {
    auto found = find(vote);
    if (!found) { // an index that names a row which the table does not have
        refuseDamaged("A vote is listed that is not there.", std::to_string(vote.value));
    }
    return *std::move(found);
}

std::vector<VoteRecord> VoteRepository::currentOfAll(ItemId item) const {
    std::vector<VoteRecord> found;
    static const std::string kQuestion = std::string(kCurrentVotesOfItem) + " ORDER BY annotator_id, criterion_id, kind DESC";
    auto statement = m_connection.prepare(kQuestion);
    statement.bind(item);
    while (statement.step()) {
        found.push_back(load(statement.id<VoteId>(0)));
    }
    return found;
}

std::optional<ShownOrder> VoteRepository::findOrder(ItemId item, AnnotatorId annotator,
                                                    const std::vector<CandidateId>& candidates) const {
    const auto wanted = sorted(candidates);
    auto orders =
        m_connection.prepare("SELECT id, created_at FROM shown_orders WHERE item_id = ?1 AND annotator_id = ?2 ORDER BY id DESC");
    orders.bind(item, annotator);
    while (orders.step()) {
        ShownOrder order{orders.id<ShownOrderId>(0), item, annotator, {}, orders.integer(1)};
        auto entries =
            m_connection.prepare("SELECT candidate_id FROM shown_order_entries WHERE shown_order_id = ?1 ORDER BY place");
        entries.bind(order.id);
        while (entries.step()) {
            order.candidates.push_back(entries.id<CandidateId>(0));
        }
        if (sorted(order.candidates) == wanted) {
            return order;
        }
    }
    return std::nullopt;
}

ShownOrder VoteRepository::addOrder(ShownOrder order, std::int64_t now) {
    m_connection.prepare("INSERT INTO shown_orders (item_id, annotator_id, created_at) VALUES (?1, ?2, ?3)")
        .bind(order.item, order.annotator, now)
        .run();
    order.id = {m_connection.lastInsertId()};
    order.createdAtMilliseconds = now;
    std::int64_t place = 0;
    for (const CandidateId candidate : order.candidates) {
        m_connection.prepare("INSERT INTO shown_order_entries (shown_order_id, place, candidate_id) VALUES (?1, ?2, ?3)")
            .bind(order.id, place++, candidate)
            .run();
    }
    return order;
}

std::optional<ShownOrder> VoteRepository::loadOrder(ShownOrderId id) const {
    auto statement = m_connection.prepare("SELECT item_id, annotator_id, created_at FROM shown_orders WHERE id = ?1");
    if (!statement.bind(id).step()) {
        return std::nullopt;
    }
    ShownOrder order{id, statement.id<ItemId>(0), statement.id<AnnotatorId>(1), {}, statement.integer(2)};
    auto entries = m_connection.prepare("SELECT candidate_id FROM shown_order_entries WHERE shown_order_id = ?1 ORDER BY place");
    entries.bind(id);
    while (entries.step()) {
        order.candidates.push_back(entries.id<CandidateId>(0));
    }
    return order;
}

std::vector<CandidateId> shuffled(std::vector<CandidateId> candidates, const std::string& seed) {
    // Fisher and Yates, one eight-byte draw per step from a hash of seed and step; the bias of the remainder is below 2^-60.
    for (std::size_t left = candidates.size(); left > 1; --left) {
        Sha256 sum;
        sum.add(seed + "#" + std::to_string(left));
        std::uint64_t draw = 0;
        const auto digest = sum.digest();
        for (std::size_t byte = 0; byte < sizeof draw; ++byte) {
            draw = draw << 8U | digest[byte];
        }
        std::swap(candidates[left - 1], candidates[draw % left]);
    }
    return candidates;
}

} // namespace trutina::storage
