// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/merge_votes.h"

#include "storage/database/utf8.h"
#include "storage/repositories/checks.h"
#include "storage/repositories/names.h"

#include <algorithm>
#include <optional>
#include <span>
#include <tuple>

namespace trutina::storage {

namespace {

std::span<const std::byte> bytesOf(const std::string& blob) {
    return std::as_bytes(std::span(blob));
}

// Votes that are not current have no index by item, and are seldom asked for but here.
constexpr const char* kTables = R"sql(
CREATE TEMP TABLE merge_votes_here (uid BLOB NOT NULL, item_id INTEGER NOT NULL, vote_id INTEGER NOT NULL, PRIMARY KEY (uid, item_id)) WITHOUT ROWID;
CREATE TEMP TABLE merge_votes_there (item_id INTEGER NOT NULL, vote_id INTEGER NOT NULL, PRIMARY KEY (item_id, vote_id)) WITHOUT ROWID;
INSERT INTO merge_votes_here SELECT uid, item_id, id FROM votes WHERE true ON CONFLICT DO NOTHING;
)sql";

std::string uidOf(Connection& connection, VoteId vote) {
    auto statement = connection.prepare("SELECT uid FROM votes WHERE id = ?1");
    return statement.bind(vote).step() ? statement.blob(0) : std::string();
}

std::optional<CandidateId> mapped(const IdMap& candidates, CandidateId id) {
    const auto found = candidates.find(id.value);
    return found == candidates.end() ? std::nullopt : std::optional(CandidateId{found->second});
}

std::int64_t required(const IdMap& ids, std::int64_t id) {
    const auto found = ids.find(id);
    if (found == ids.end()) {
        refuseDamaged("A vote of the other project belongs to an annotator or a criterion that is not there.",
                      std::to_string(id));
    }
    return found->second;
}

bool saysTheSame(const NewVote& first, const NewVote& second) {
    return std::tie(first.decision, first.winner, first.strength, first.ranking) ==
           std::tie(second.decision, second.winner, second.strength, second.ranking);
}

/// The vote as it is in the target; nothing when it names an answer that the item does not have any more.
std::optional<NewVote> translatedVote(const NewVote& vote, ItemId item, const IdMap& candidates) {
    NewVote translated = vote;
    translated.item = item;
    translated.ranking.clear();
    if (vote.winner.isValid()) {
        const auto winner = mapped(candidates, vote.winner);
        if (!winner) {
            return std::nullopt;
        }
        translated.winner = *winner;
    }
    for (const CandidateId ranked : vote.ranking) {
        const auto candidate = mapped(candidates, ranked);
        if (!candidate) {
            return std::nullopt;
        }
        translated.ranking.push_back(*candidate);
    }
    return translated;
}

} // namespace

VoteMerge::VoteMerge(Connection& target, Connection& source, const IdMap& annotators, const IdMap& criteria, MergeReport& report,
                     TellConflict tell)
    : m_target(target),
      m_source(source),
      m_votes(target),
      m_theirVotes(source),
      m_annotators(annotators),
      m_criteria(criteria),
      m_report(report),
      m_tell(std::move(tell)) {
    m_target.execute(kTables);
    auto votes = m_source.prepare("SELECT item_id, id FROM votes ORDER BY item_id, id");
    while (votes.step()) {
        m_target.prepare("INSERT INTO merge_votes_there (item_id, vote_id) VALUES (?1, ?2)")
            .bind(votes.integer(0), votes.integer(1))
            .run();
    }
}

void VoteMerge::forget() {
    m_target.execute("DROP TABLE temp.merge_votes_here; DROP TABLE temp.merge_votes_there;");
}

std::vector<VoteMerge::Theirs> VoteMerge::theirs(ItemId item) const {
    std::vector<Theirs> found;
    auto ids = m_target.prepare("SELECT vote_id FROM merge_votes_there WHERE item_id = ?1 ORDER BY vote_id");
    ids.bind(item);
    while (ids.step()) {
        auto row = m_source.prepare("SELECT uid, is_current FROM votes WHERE id = ?1");
        const auto id = ids.id<VoteId>(0);
        if (row.bind(id).step()) {
            found.push_back({m_theirVotes.load(id), row.blob(0), row.boolean(1)});
        }
    }
    return found;
}

void VoteMerge::merge(ItemId from, const Place& to, const IdMap& candidates) {
    const std::vector<Theirs> all = theirs(from);
    IdMap orders;
    for (const Theirs& their : all) {
        VoteId here;
        if (!to.isNew) {
            auto known = m_target.prepare("SELECT vote_id FROM merge_votes_here WHERE uid = ?1 AND item_id = ?2");
            here = known.bind(bytesOf(their.uid), to.item).step() ? known.id<VoteId>(0) : VoteId{};
        }
        const bool wasKnown = here.isValid();
        if (!wasKnown) {
            here = copy(their, to, candidates, orders);
        }
        if (here.isValid() && their.isCurrent) {
            settle(their, here, wasKnown, all, to, candidates);
        }
    }
}

VoteId VoteMerge::copy(const Theirs& their, const Place& to, const IdMap& candidates, IdMap& orders) {
    auto vote = translatedVote(their.vote, to.item, candidates);
    if (!vote) {
        ++m_report.votesLeft;
        return {};
    }
    const AnnotatorId annotator{required(m_annotators, their.vote.annotator.value)};
    vote->criterion = {required(m_criteria, their.vote.criterion.value)};
    vote->shownOrder = copyOrder(their.vote.shownOrder, to, annotator, candidates, orders);
    const VoteId id = m_votes.insert(*vote, annotator, their.vote.createdAtMilliseconds, Standing::Past);
    m_target.prepare("UPDATE votes SET uid = ?2 WHERE id = ?1").bind(id, bytesOf(their.uid)).run();
    ++m_report.votesAdded;
    return id;
}

ShownOrderId VoteMerge::copyOrder(ShownOrderId order, const Place& to, AnnotatorId annotator, const IdMap& candidates,
                                  IdMap& orders) {
    if (const auto known = orders.find(order.value); known != orders.end()) {
        return {known->second};
    }
    auto shown = m_theirVotes.loadOrder(order);
    if (!shown) {
        return {};
    }
    for (CandidateId& candidate : shown->candidates) {
        const auto here = mapped(candidates, candidate);
        if (!here) {
            return {};
        }
        candidate = *here;
    }
    const std::int64_t shownAt = shown->createdAtMilliseconds;
    const ShownOrderId added = m_votes.addOrder({{}, to.item, annotator, shown->candidates, 0}, shownAt).id;
    orders[order.value] = added.value;
    return added;
}

void VoteMerge::settle(const Theirs& their, VoteId here, bool wasKnown, const std::vector<Theirs>& all, const Place& to,
                       const IdMap& candidates) {
    const CriterionId criterion{required(m_criteria, their.vote.criterion.value)};
    const AnnotatorId annotator{required(m_annotators, their.vote.annotator.value)};
    const bool isSettling = their.vote.kind == VoteKind::Adjudication;
    const VoteId before =
        isSettling ? m_votes.currentAdjudication(to.item, criterion) : m_votes.current(to.item, annotator, criterion);
    if (before == here) {
        return;
    }
    const std::string who = "\"" + oneLine(their.vote.annotatorName, 60) + "\"";
    if (!before.isValid()) {
        if (wasKnown) {
            m_tell("withdrawn", to.number,
                   "The vote of " + who + " on item " + std::to_string(to.number) +
                       " was withdrawn here but not there; it is current again.");
        }
        makeCurrent(before, here, to);
        return;
    }
    const VoteRecord ours = m_votes.load(before);
    const std::string ourUid = uidOf(m_target, before);
    const bool isKnownThere = std::ranges::any_of(all, [&ourUid](const Theirs& other) { return other.uid == ourUid; });
    const auto same = translatedVote(their.vote, to.item, candidates);
    const bool isTheirs =
        std::tuple(ours.createdAtMilliseconds, ourUid) < std::tuple(their.vote.createdAtMilliseconds, their.uid);
    if (!wasKnown && !isKnownThere && same && !saysTheSame(ours, *same)) {
        m_tell(isSettling ? "adjudication" : "vote", to.number,
               isSettling
                   ? "Item " + std::to_string(to.number) + " was settled differently in the two files; the later one counts."
                   : who + " judged item " + std::to_string(to.number) +
                         " differently in the two files; the later vote counts, the other one is kept in the history.");
    }
    if (isTheirs) {
        makeCurrent(before, here, to);
    }
}

void VoteMerge::makeCurrent(VoteId before, VoteId after, const Place& to) {
    m_votes.replaceCurrent(before, after);
    if (!to.isNew) {
        ++m_report.votesChanged;
        m_changes.push_back({before.value, after.value});
    }
}

} // namespace trutina::storage
