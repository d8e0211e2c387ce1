// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/item_stream.h"

#include "storage/repositories/names.h"

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

namespace trutina::storage {

namespace {

// CROSS JOIN keeps the order of the loops: items as their index gives them, and of each what its own index finds. Within an item
// rows are put in order here, so that SQLite sorts nothing.
constexpr std::string_view kItems =
    "SELECT number, id, external_id, meta, source, flagged, note FROM items WHERE removed = 0 ORDER BY number";
constexpr std::string_view kTurns =
    "SELECT i.number, t.position, t.role, t.content FROM items i CROSS JOIN turns t ON t.item_id = i.id WHERE i.removed = 0 "
    "ORDER BY i.number";
constexpr std::string_view kCandidates =
    "SELECT i.number, c.position, c.id, c.name, t.position, t.role, t.content FROM items i CROSS JOIN candidates c ON c.item_id "
    "= i.id AND c.position IS NOT NULL LEFT JOIN candidate_turns t ON t.candidate_id = c.id WHERE i.removed = 0 ORDER BY "
    "i.number";

/// Of one kind: each has an index of its own. Where nobody ranked answers, nothing is looked for.
std::string votesOf(VoteKind kind, bool haveRanks) {
    return "SELECT i.number, " + std::string(kVoteColumns) + (haveRanks ? ", r.place, r.candidate_id" : ", NULL, NULL") +
           " FROM items i CROSS JOIN votes v ON v.item_id = i.id AND v.is_current = 1 AND v.kind = '" + nameOf(kind) + "'" +
           (haveRanks ? " LEFT JOIN vote_ranks r ON r.vote_id = v.id" : "") + " WHERE i.removed = 0 ORDER BY i.number";
}
constexpr int kVoteColumn = 1;
constexpr int kRankColumn = kVoteColumn + kVoteColumnCount;

std::unordered_map<AnnotatorId, std::string> annotatorNames(Connection& connection) {
    std::unordered_map<AnnotatorId, std::string> names;
    auto statement = connection.prepare("SELECT id, name FROM annotators");
    while (statement.step()) {
        names.emplace(statement.id<AnnotatorId>(0), statement.text(1));
    }
    return names;
}

} // namespace

ItemStream::Rows::Rows(Connection& connection, std::string_view question) : m_statement(connection.prepare(question)) {
    advance();
}

void ItemStream::Rows::advance() {
    m_number = m_statement.step() ? m_statement.integer(0) : std::numeric_limits<std::int64_t>::max();
}

template <typename Take>
void ItemStream::Rows::forItem(std::int64_t number, const Take& take) {
    while (m_number < number) {
        advance();
    }
    for (; m_number == number; advance()) {
        take(m_statement);
    }
}

ItemStream::ItemStream(Connection& connection, const ItemRepository& items, const MediaRepository& media)
    : m_repository(items),
      m_media(media),
      m_hasTags(connection.hasRows("item_tags")),
      m_hasItemMedia(connection.hasRows("item_media")),
      m_hasCandidateMedia(connection.hasRows("candidate_media")),
      m_annotators(annotatorNames(connection)),
      m_items(connection.prepare(kItems)),
      m_turns(connection, kTurns),
      m_candidates(connection, kCandidates),
      m_ownVotes(connection, votesOf(VoteKind::Vote, connection.hasRows("vote_ranks"))) {
    if (connection.hasRows("votes WHERE is_current = 1 AND kind = 'adjudication'")) {
        m_adjudications.emplace(connection, votesOf(VoteKind::Adjudication, true));
    }
}

std::vector<std::string> ItemStream::questions() {
    return {std::string(kItems),           std::string(kTurns),
            std::string(kCandidates),      votesOf(VoteKind::Vote, false),
            votesOf(VoteKind::Vote, true), votesOf(VoteKind::Adjudication, true)};
}

bool ItemStream::next() {
    if (!m_items.step()) {
        return false;
    }
    const std::int64_t number = m_items.integer(0);
    m_item = {};
    m_item.id = m_items.id<ItemId>(1);
    m_item.number = static_cast<int>(number);
    m_item.externalId = m_items.text(2);
    m_item.meta = m_items.text(3);
    m_item.source = m_items.text(4);
    m_item.flagged = m_items.boolean(5);
    m_item.note = m_items.text(6);
    m_turns.forItem(number, [this](const Statement& row) { m_placedTurns.add(row.integer(1), {row.text(2), row.text(3)}); });
    m_item.prompt = m_placedTurns.take();
    if (m_hasItemMedia) {
        m_item.media = m_media.records(m_media.uses(m_item.id));
    }
    if (m_hasTags) {
        m_item.tags = m_repository.tagsOf(m_item.id);
    }
    readCandidates(number);
    m_votes.clear();
    readVotes(m_ownVotes, number);
    if (m_adjudications) {
        readVotes(*m_adjudications, number);
    }
    const auto order = [](const VoteRecord& vote) {
        return std::tuple(vote.annotator.value, vote.criterion.value, vote.kind == VoteKind::Adjudication);
    };
    std::ranges::sort(m_votes, {}, order);
    return true;
}

void ItemStream::readCandidates(std::int64_t number) {
    const auto finish = [&] {
        if (!m_item.candidates.empty()) {
            m_item.candidates.back().turns = m_placedTurns.take();
        }
    };
    m_candidates.forItem(number, [&](const Statement& row) {
        const auto id = row.id<CandidateId>(2);
        if (m_item.candidates.empty() || m_item.candidates.back().id != id) {
            finish();
            m_item.candidates.push_back({id, static_cast<int>(row.integer(1)), {}, row.text(3), {}});
        }
        if (!row.isNull(4)) {
            m_placedTurns.add(row.integer(4), {row.text(5), row.text(6)});
        }
    });
    finish();
    if (m_hasCandidateMedia) {
        for (CandidateRecord& candidate : m_item.candidates) {
            candidate.media = m_media.records(m_media.uses(candidate.id));
        }
    }
    std::ranges::stable_sort(m_item.candidates, {}, &CandidateRecord::position);
}

void ItemStream::readVotes(Rows& rows, std::int64_t number) {
    const std::size_t before = m_votes.size();
    const auto finish = [&] {
        if (m_votes.size() > before) {
            m_votes.back().ranking = m_placedCandidates.take();
        }
    };
    rows.forItem(number, [&](const Statement& row) {
        const auto id = row.id<VoteId>(kVoteColumn);
        if (m_votes.size() == before || m_votes.back().id != id) {
            finish();
            VoteRecord& vote = m_votes.emplace_back(voteOf(row, kVoteColumn));
            const auto name = m_annotators.find(vote.annotator);
            vote.annotatorName = name == m_annotators.end() ? "" : name->second;
        }
        if (!row.isNull(kRankColumn)) {
            m_placedCandidates.add(row.integer(kRankColumn), row.id<CandidateId>(kRankColumn + 1));
        }
    });
    finish();
}

} // namespace trutina::storage
