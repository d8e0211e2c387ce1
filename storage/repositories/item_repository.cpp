// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/item_repository.h"

#include "storage/database/utf8.h"
#include "storage/repositories/names.h"
#include "storage/repositories/vote_repository.h"

#include <algorithm>
#include <string_view>

namespace trutina::storage {

namespace {

constexpr int kExcerptCharacters = 200;
constexpr std::size_t kSearchGroup = 3; // characters of one entry of the search index

// Options of FTS5: its own defaults, and those of many additions.
constexpr std::int64_t kUsualAutomerge = 4;
constexpr std::int64_t kUsualGatheredBytes = 1 << 20;
constexpr std::int64_t kGatheredBytesOfMany = 16 << 20;
constexpr std::int64_t kMostSegments = 1999;

Failure itemNotFound() {
    return {"item.not_found", "This item is not in the project.", "It may have been removed; undo brings it back."};
}

std::vector<Turn> readTurns(Statement& statement) {
    std::vector<Turn> turns;
    while (statement.step()) {
        turns.push_back({statement.text(0), statement.text(1)});
    }
    return turns;
}

/// Condition on `i` (items) joined with `v` (the current vote).
std::string_view conditionOf(ItemProgress progress) {
    switch (progress) {
    case ItemProgress::All:
        return "";
    case ItemProgress::Open:
        return " AND v.id IS NULL AND i.candidate_count >= 2";
    case ItemProgress::Decided:
        return " AND v.decision <> 'skip'";
    case ItemProgress::Skipped:
        return " AND v.decision = 'skip'";
    case ItemProgress::Flagged:
        return " AND i.flagged = 1";
    }
    return "";
}

constexpr std::string_view kItemsWithVotes =
    " FROM items i LEFT JOIN votes v ON v.item_id = i.id AND v.is_current = 1 AND v.kind = 'vote' AND v.annotator_id = ?1 AND "
    "v.criterion_id = ?2"
    " WHERE i.removed = 0";

std::size_t characterCount(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::string withEach(std::string_view text, std::string_view characters, char before) {
    std::string result;
    for (const char character : text) {
        if (characters.find(character) != std::string_view::npos) {
            result += before;
        }
        result += character;
    }
    return result;
}

} // namespace

AddedItem ItemRepository::add(const ResolvedItem& item, int number, std::int64_t now) {
    m_connection
        .prepare(
            "INSERT INTO items (number, external_id, meta, source, candidate_count, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(number, item.content.externalId, item.content.meta, item.content.source, static_cast<int>(item.candidates.size()),
              now)
        .run();
    AddedItem added{{m_connection.lastInsertId()}, {}};
    addTurns(added.id, item.content.prompt);
    m_media.addUses(added.id, item.content.media);
    addTags(added.id, item.content.tags);
    int position = 0;
    for (const ResolvedCandidate& candidate : item.candidates) {
        added.candidates.push_back(addCandidate(added.id, candidate, position++, now));
    }
    addToSearch(added.id);
    return added;
}

// FTS5 writes a segment whenever it has gathered `hashsize` bytes, merges segments a little at every write ("automerge"), and a
// whole level of them at once when it has "crisismerge" segments. During an import merging took two fifths of the time.
// Afterwards the segments are merged little by little as the user goes on; the limit of the whole level stays out of the way, so
// that nobody waits seconds for a merge at the first edit. A search looks into each segment: there are some twenty in a hundred
// thousand items.
void ItemRepository::beginManyAdditions() {
    setSearchOption("automerge", 0);
    setSearchOption("crisismerge", kMostSegments);
    setSearchOption("hashsize", kGatheredBytesOfMany);
}

void ItemRepository::endManyAdditions() {
    setSearchOption("automerge", kUsualAutomerge);
    setSearchOption("hashsize", kUsualGatheredBytes);
}

void ItemRepository::setSearchOption(const char* name, std::int64_t value) {
    if (m_isIndexed) {
        m_connection.prepare("INSERT INTO item_search (item_search, rank) VALUES (?1, ?2)").bind(name, value).run();
    }
}

CandidateId ItemRepository::addCandidate(ItemId item, const ResolvedCandidate& candidate, std::optional<int> position,
                                         std::int64_t now) {
    auto statement = m_connection.prepare("INSERT INTO candidates (item_id, position, name, created_at) VALUES (?1, ?2, ?3, ?4)");
    if (position) {
        statement.bind(item, *position, candidate.name, now).run();
    } else {
        statement.bind(item, nullptr, candidate.name, now).run();
    }
    const CandidateId id{m_connection.lastInsertId()};
    std::int64_t place = 0;
    for (const Turn& turn : candidate.turns) {
        m_connection.prepare("INSERT INTO candidate_turns (candidate_id, position, role, content) VALUES (?1, ?2, ?3, ?4)")
            .bind(id, place++, turn.role, turn.content)
            .run();
    }
    m_media.addUses(id, candidate.media);
    return id;
}

int ItemRepository::highestNumber() const {
    return static_cast<int>(m_connection.queryInteger("SELECT coalesce(max(number), 0) FROM items WHERE removed = 0"));
}

void ItemRepository::setRemoved(ItemId first, ItemId last, bool removed) {
    m_connection.prepare("UPDATE items SET removed = ?3 WHERE id BETWEEN ?1 AND ?2").bind(first, last, removed).run();
}

void ItemRepository::setFlag(ItemId item, bool flagged) {
    m_connection.prepare("UPDATE items SET flagged = ?2 WHERE id = ?1").bind(item, flagged).run();
}

void ItemRepository::setNote(ItemId item, const std::string& note) {
    m_connection.prepare("UPDATE items SET note = ?2 WHERE id = ?1").bind(item, note).run();
}

bool ItemRepository::exists(ItemId item) const {
    return m_connection.prepare("SELECT 1 FROM items WHERE id = ?1 AND removed = 0").bind(item).step();
}

void ItemRepository::require(ItemId item) const {
    if (!exists(item)) {
        throw itemNotFound();
    }
}

int ItemRepository::numberOf(ItemId item) const {
    auto statement = m_connection.prepare("SELECT number FROM items WHERE id = ?1 AND removed = 0");
    if (!statement.bind(item).step()) {
        throw itemNotFound();
    }
    return static_cast<int>(statement.integer(0));
}

ItemRecord ItemRepository::load(ItemId item) const {
    ItemRecord record;
    {
        auto statement = m_connection.prepare(
            "SELECT number, external_id, meta, source, flagged, note FROM items WHERE id = ?1 AND removed = 0");
        if (!statement.bind(item).step()) {
            throw itemNotFound();
        }
        record.id = item;
        record.number = static_cast<int>(statement.integer(0));
        record.externalId = statement.text(1);
        record.meta = statement.text(2);
        record.source = statement.text(3);
        record.flagged = statement.boolean(4);
        record.note = statement.text(5);
    }
    record.prompt = turnsOf(item);
    record.media = m_media.records(m_media.uses(item));
    record.tags = tagsOf(item);
    auto statement = m_connection.prepare(
        "SELECT id, position, name FROM candidates WHERE item_id = ?1 AND position IS NOT NULL ORDER BY position");
    statement.bind(item);
    while (statement.step()) {
        const auto id = statement.id<CandidateId>(0);
        record.candidates.push_back(
            {id, static_cast<int>(statement.integer(1)), turnsOf(id), statement.text(2), m_media.records(m_media.uses(id))});
    }
    return record;
}

std::vector<CandidateId> ItemRepository::candidates(ItemId item) const {
    std::vector<CandidateId> found;
    auto statement =
        m_connection.prepare("SELECT id FROM candidates WHERE item_id = ?1 AND position IS NOT NULL ORDER BY position");
    statement.bind(item);
    while (statement.step()) {
        found.push_back(statement.id<CandidateId>(0));
    }
    return found;
}

ItemContent ItemRepository::content(ItemId item) const {
    ItemContent content;
    {
        auto statement = m_connection.prepare("SELECT external_id, meta, source FROM items WHERE id = ?1");
        if (!statement.bind(item).step()) {
            throw itemNotFound();
        }
        content.externalId = statement.text(0);
        content.meta = statement.text(1);
        content.source = statement.text(2);
    }
    content.prompt = turnsOf(item);
    content.media = m_media.uses(item);
    content.tags = tagsOf(item);
    auto candidates =
        m_connection.prepare("SELECT id, name FROM candidates WHERE item_id = ?1 AND position IS NOT NULL ORDER BY position");
    candidates.bind(item);
    while (candidates.step()) {
        content.candidates.push_back({candidates.id<CandidateId>(0), candidates.text(1)});
    }
    static const std::string kVotes = std::string(kCurrentVotesOfItem) + " ORDER BY id";
    auto votes = m_connection.prepare(kVotes);
    votes.bind(item);
    while (votes.step()) {
        content.currentVotes.push_back(votes.id<VoteId>(0));
    }
    return content;
}

ItemContent ItemRepository::contentAfter(ItemId id, const ItemContent& before, const ResolvedItem& item, std::int64_t now) {
    ItemContent after = item.content;
    const bool samePrompt = after.prompt == before.prompt && after.media == before.media;
    std::vector<PlacedCandidate> reusable = samePrompt ? before.candidates : std::vector<PlacedCandidate>();
    for (const ResolvedCandidate& candidate : item.candidates) {
        const auto same = std::ranges::find_if(reusable, [&](const PlacedCandidate& known) {
            return turnsOf(known.id) == candidate.turns && m_media.uses(known.id) == candidate.media;
        });
        if (same != reusable.end()) {
            after.candidates.push_back({same->id, candidate.name});
            reusable.erase(same);
        } else {
            after.candidates.push_back({addCandidate(id, candidate, std::nullopt, now), candidate.name});
        }
    }
    // A vote holds for the words it was given to. The order of the candidates does not matter to it.
    const auto idsOf = [](const std::vector<PlacedCandidate>& candidates) {
        std::vector<CandidateId> ids;
        std::ranges::transform(candidates, std::back_inserter(ids), &PlacedCandidate::id);
        std::ranges::sort(ids, [](CandidateId left, CandidateId right) { return left < right; });
        return ids;
    };
    if (idsOf(after.candidates) == idsOf(before.candidates)) {
        after.currentVotes = before.currentVotes;
    }
    return after;
}

void ItemRepository::apply(ItemId item, const ItemContent& content) {
    removeFromSearch(item);
    m_connection.prepare("UPDATE items SET external_id = ?2, meta = ?3, source = ?4, candidate_count = ?5 WHERE id = ?1")
        .bind(item, content.externalId, content.meta, content.source, static_cast<int>(content.candidates.size()))
        .run();
    setTurns(item, content.prompt);
    m_media.setUses(item, content.media);
    setTags(item, content.tags);
    m_connection.prepare("UPDATE candidates SET position = NULL WHERE item_id = ?1 AND position IS NOT NULL").bind(item).run();
    int position = 0;
    for (const PlacedCandidate& candidate : content.candidates) {
        m_connection.prepare("UPDATE candidates SET position = ?2, name = ?3 WHERE id = ?1")
            .bind(candidate.id, position++, candidate.name)
            .run();
    }
    m_connection.prepare("UPDATE votes SET is_current = 0 WHERE item_id = ?1 AND is_current = 1").bind(item).run();
    for (const VoteId vote : content.currentVotes) {
        m_connection.prepare("UPDATE votes SET is_current = 1 WHERE id = ?1").bind(vote).run();
    }
    addToSearch(item);
}

std::vector<ItemSummary> ItemRepository::summaries(const ItemFilter& filter, const DecidedBy& by) const {
    // substr() counts characters and the excerpt drops white space, so more is taken than is shown.
    std::string sql =
        "SELECT i.id, i.number, i.candidate_count, i.flagged, "
        "(SELECT substr(content, 1, 1000) FROM turns WHERE item_id = i.id AND role = 'user' ORDER BY position DESC LIMIT 1), "
        "v.decision, (SELECT position FROM candidates WHERE id = v.winner_id)";
    sql += kItemsWithVotes;
    sql += " AND i.number > ?3";
    sql += conditionOf(filter.progress);
    std::string pattern;
    if (m_isIndexed && characterCount(filter.text) >= kSearchGroup) {
        sql += " AND i.id IN (SELECT rowid FROM item_search WHERE item_search MATCH ?5)";
        pattern = '"' + withEach(filter.text, "\"", '"') + '"';
    } else {
        sql += " AND (?5 = '' OR EXISTS (SELECT 1 FROM item_texts WHERE item_id = i.id AND body LIKE ?5 ESCAPE '\\'))";
        pattern = filter.text.empty() ? "" : '%' + withEach(filter.text, "%_\\", '\\') + '%';
    }
    std::string only;
    if (!filter.only.empty()) {
        sql += " AND i.id IN (SELECT value FROM json_each(?6))";
        for (const ItemId id : filter.only) {
            only += (only.empty() ? "[" : ",") + std::to_string(id.value);
        }
        only += "]";
    }
    sql += " ORDER BY i.number LIMIT ?4";

    std::vector<ItemSummary> found;
    auto statement = m_connection.prepare(sql);
    if (only.empty()) {
        statement.bind(by.annotator, by.criterion, filter.afterNumber, filter.limit, pattern);
    } else {
        statement.bind(by.annotator, by.criterion, filter.afterNumber, filter.limit, pattern, only);
    }
    // Most projects lack one or the other; to look for it item by item would read pages of the file in vain.
    const bool hasMedia = m_connection.hasRows("media");
    const bool hasMeasurements = m_connection.hasRows("measurements");
    while (statement.step()) {
        ItemSummary summary;
        summary.id = statement.id<ItemId>(0);
        summary.number = static_cast<int>(statement.integer(1));
        summary.candidates = static_cast<int>(statement.integer(2));
        summary.flagged = statement.boolean(3);
        summary.promptExcerpt = oneLine(statement.text(4), kExcerptCharacters);
        if (!statement.isNull(5)) {
            summary.decision = decisionOf(statement.text(5));
        }
        summary.winnerPosition = statement.isNull(6) ? -1 : static_cast<int>(statement.integer(6));
        if (hasMedia) {
            fillMediaCounts(summary);
        }
        if (hasMeasurements) {
            fillScores(summary);
        }
        found.push_back(std::move(summary));
    }
    return found;
}

void ItemRepository::fillMediaCounts(ItemSummary& summary) const {
    auto statement = m_connection.prepare(
        "SELECT count(*), total(u.reading = 'video' OR (u.reading = 'automatic' AND media.kind = 'video')) FROM ("
        "SELECT media_id, reading FROM item_media WHERE item_id = ?1 UNION ALL "
        "SELECT media_id, reading FROM candidate_media WHERE candidate_id IN "
        "(SELECT id FROM candidates WHERE item_id = ?1 AND position IS NOT NULL)) u JOIN media ON media.id "
        "= u.media_id");
    if (statement.bind(summary.id).step()) {
        summary.videos = static_cast<int>(statement.integer(1));
        summary.pictures = static_cast<int>(statement.integer(0)) - summary.videos;
    }
}

void ItemRepository::fillScores(ItemSummary& summary) const {
    auto statement =
        m_connection.prepare("SELECT (SELECT value FROM measurements WHERE candidate_id = c.id AND kind = 'score' ORDER BY "
                             "created_at DESC, id DESC LIMIT 1) "
                             "FROM candidates c WHERE c.item_id = ?1 AND c.position IS NOT NULL ORDER BY c.position");
    statement.bind(summary.id);
    bool hasAny = false;
    while (statement.step()) {
        hasAny = hasAny || !statement.isNull(0);
        summary.scores.push_back(statement.isNull(0) ? std::nullopt
                                                     : std::optional<float>(static_cast<float>(statement.real(0))));
    }
    if (!hasAny) {
        summary.scores.clear();
    }
}

ItemCounts ItemRepository::counts(const DecidedBy& by) const {
    std::string sql =
        "SELECT count(*), coalesce(sum(v.id IS NULL AND i.candidate_count >= 2), 0), coalesce(sum(v.decision <> 'skip'), 0), "
        "coalesce(sum(v.decision = 'skip'), 0), coalesce(sum(i.flagged), 0)";
    sql += kItemsWithVotes;
    auto statement = m_connection.prepare(sql);
    ItemCounts counts;
    if (statement.bind(by.annotator, by.criterion).step()) {
        counts.all = static_cast<int>(statement.integer(0));
        counts.open = static_cast<int>(statement.integer(1));
        counts.decided = static_cast<int>(statement.integer(2));
        counts.skipped = static_cast<int>(statement.integer(3));
        counts.flagged = static_cast<int>(statement.integer(4));
    }
    return counts;
}

std::optional<ItemId> ItemRepository::next(int number, ItemProgress progress, const DecidedBy& by) const {
    std::string sql = "SELECT i.id";
    sql.append(kItemsWithVotes).append(" AND i.number > ?3").append(conditionOf(progress)).append(" ORDER BY i.number LIMIT 1");
    auto statement = m_connection.prepare(sql);
    return statement.bind(by.annotator, by.criterion, number).step() ? std::optional(statement.id<ItemId>(0)) : std::nullopt;
}

std::optional<ItemId> ItemRepository::previous(int number, ItemProgress progress, const DecidedBy& by) const {
    std::string sql = "SELECT i.id";
    sql.append(kItemsWithVotes)
        .append(" AND i.number < ?3")
        .append(conditionOf(progress))
        .append(" ORDER BY i.number DESC LIMIT 1");
    auto statement = m_connection.prepare(sql);
    return statement.bind(by.annotator, by.criterion, number).step() ? std::optional(statement.id<ItemId>(0)) : std::nullopt;
}

std::vector<std::pair<int, ItemId>> ItemRepository::page(int afterNumber, int limit) const {
    std::vector<std::pair<int, ItemId>> found;
    auto statement =
        m_connection.prepare("SELECT number, id FROM items WHERE removed = 0 AND number > ?1 ORDER BY number LIMIT ?2");
    statement.bind(afterNumber, limit);
    while (statement.step()) {
        found.emplace_back(static_cast<int>(statement.integer(0)), statement.id<ItemId>(1));
    }
    return found;
}

std::vector<Turn> ItemRepository::turnsOf(ItemId item) const {
    auto statement = m_connection.prepare("SELECT role, content FROM turns WHERE item_id = ?1 ORDER BY position");
    return readTurns(statement.bind(item));
}

std::vector<Turn> ItemRepository::turnsOf(CandidateId candidate) const {
    auto statement = m_connection.prepare("SELECT role, content FROM candidate_turns WHERE candidate_id = ?1 ORDER BY position");
    return readTurns(statement.bind(candidate));
}

std::vector<std::string> ItemRepository::tagsOf(ItemId item) const {
    std::vector<std::string> tags;
    auto statement = m_connection.prepare(
        "SELECT tags.name FROM item_tags JOIN tags ON tags.id = item_tags.tag_id WHERE item_tags.item_id = ?1 "
        "ORDER BY item_tags.position");
    statement.bind(item);
    while (statement.step()) {
        tags.push_back(statement.text(0));
    }
    return tags;
}

void ItemRepository::setTurns(ItemId item, const std::vector<Turn>& turns) {
    m_connection.prepare("DELETE FROM turns WHERE item_id = ?1").bind(item).run();
    addTurns(item, turns);
}

void ItemRepository::addTurns(ItemId item, const std::vector<Turn>& turns) {
    std::int64_t position = 0;
    for (const Turn& turn : turns) {
        m_connection.prepare("INSERT INTO turns (item_id, position, role, content) VALUES (?1, ?2, ?3, ?4)")
            .bind(item, position++, turn.role, turn.content)
            .run();
    }
}

void ItemRepository::setTags(ItemId item, const std::vector<std::string>& tags) {
    m_connection.prepare("DELETE FROM item_tags WHERE item_id = ?1").bind(item).run();
    addTags(item, tags);
}

void ItemRepository::addTags(ItemId item, const std::vector<std::string>& tags) {
    std::int64_t position = 0;
    for (const std::string& tag : tags) {
        m_connection.prepare("INSERT INTO tags (name) VALUES (?1) ON CONFLICT (name) DO NOTHING").bind(tag).run();
        m_connection.prepare("INSERT INTO item_tags (item_id, position, tag_id) SELECT ?1, ?2, id FROM tags WHERE name = ?3")
            .bind(item, position++, tag)
            .run();
    }
}

bool ItemRepository::addTag(ItemId item, const std::string& tag) {
    m_connection.prepare("INSERT INTO tags (name) VALUES (?1) ON CONFLICT (name) DO NOTHING").bind(tag).run();
    m_connection
        .prepare("INSERT OR IGNORE INTO item_tags (item_id, position, tag_id) SELECT ?1, (SELECT coalesce(max(position) + 1, 0) "
                 "FROM item_tags WHERE item_id = ?1), id FROM tags WHERE name = ?2")
        .bind(item, tag)
        .run();
    return m_connection.changes() > 0;
}

void ItemRepository::removeTag(ItemId item, const std::string& tag) {
    m_connection.prepare("DELETE FROM item_tags WHERE item_id = ?1 AND tag_id = (SELECT id FROM tags WHERE name = ?2)")
        .bind(item, tag)
        .run();
}

// One row of values at a time: with INSERT … SELECT SQLite marks a place to go back to, at which FTS5 writes out all that it has
// gathered. That took more than half of an import.
void ItemRepository::addToSearch(ItemId item) {
    if (m_isIndexed) {
        m_connection.prepare("INSERT INTO item_search (rowid, body) VALUES (?1, ?2)").bind(item, searchText(item)).run();
    }
}

// The index keeps no text of its own: to forget an entry it must be told the very text that it was made from.
void ItemRepository::removeFromSearch(ItemId item) {
    if (m_isIndexed) {
        m_connection.prepare("INSERT INTO item_search (item_search, rowid, body) VALUES ('delete', ?1, ?2)")
            .bind(item, searchText(item))
            .run();
    }
}

std::string ItemRepository::searchText(ItemId item) const {
    auto statement = m_connection.prepare("SELECT body FROM item_texts WHERE item_id = ?1");
    return statement.bind(item).step() ? statement.text(0) : std::string();
}

} // namespace trutina::storage
