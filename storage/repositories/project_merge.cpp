// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/project_merge.h"

#include "storage/database/utf8.h"
#include "storage/repositories/merge_values.h"
#include "storage/repositories/settings_repository.h"

#include <algorithm>
#include <span>
#include <vector>

namespace trutina::storage {

using nlohmann::json;

namespace {

constexpr int kPage = 200;

std::span<const std::byte> bytesOf(const std::string& blob) {
    return std::as_bytes(std::span(blob));
}

// What is known of the items of both files; on the disk, when it is much.
constexpr const char* kTables = R"sql(
CREATE TEMP TABLE merge_here (item_id INTEGER PRIMARY KEY, number INTEGER NOT NULL, uid BLOB NOT NULL, print TEXT NOT NULL, is_taken INTEGER NOT NULL DEFAULT 0);
CREATE INDEX temp.merge_here_by_print ON merge_here (print);
CREATE INDEX temp.merge_here_by_uid ON merge_here (uid);
CREATE TEMP TABLE merge_there (item_id INTEGER PRIMARY KEY, number INTEGER NOT NULL, uid BLOB NOT NULL, print TEXT NOT NULL, here INTEGER);
CREATE TEMP TABLE merge_removed (uid BLOB PRIMARY KEY) WITHOUT ROWID;
INSERT INTO merge_removed SELECT uid FROM items WHERE removed = 1 ON CONFLICT DO NOTHING;
)sql";

// First those of the same origin, so that the same words of another origin do not take their place.
constexpr const char* kPairByOrigin =
    "UPDATE merge_there SET here = (SELECT min(item_id) FROM merge_here h WHERE h.print = merge_there.print AND h.uid = "
    "merge_there.uid); "
    "UPDATE merge_here SET is_taken = 1 WHERE item_id IN (SELECT here FROM merge_there WHERE here IS NOT NULL);";

constexpr const char* kForget = "DROP TABLE temp.merge_here; DROP TABLE temp.merge_there; DROP TABLE temp.merge_removed;";

/// Candidates of one item in those of the other: the same words, and where these come twice, the same uid.
IdMap pairedCandidates(const MergeItem& from, const MergeItem& to) {
    IdMap paired;
    std::vector<const MergeCandidate*> left;
    for (const MergeCandidate& candidate : to.candidates) {
        left.push_back(&candidate);
    }
    const auto pair = [&](const auto& isSame) {
        for (const MergeCandidate& candidate : from.candidates) {
            const auto found = std::ranges::find_if(left, [&](const MergeCandidate* other) {
                return other->digest == candidate.digest && isSame(candidate, *other);
            });
            if (!paired.contains(candidate.id.value) && found != left.end()) {
                paired[candidate.id.value] = (*found)->id.value;
                left.erase(found);
            }
        }
    };
    pair([](const MergeCandidate& one, const MergeCandidate& other) { return one.uid == other.uid; });
    pair([](const MergeCandidate&, const MergeCandidate&) { return true; });
    return paired;
}

} // namespace

ProjectMerge::ProjectMerge(const MergeSide& target, const MergeSide& source, Copies copies, std::int64_t now)
    : m_target(target), m_source(source), m_copies(copies), m_now(now) {
    m_change = {{"first", 0},
                {"last", 0},
                {"items", json::array()},
                {"notes", json::array()},
                {"flags", json::array()},
                {"tags", json::array()},
                {"votes", json::array()}};
}

void ProjectMerge::tell(const char* kind, int number, const std::string& sentence) {
    ++m_report.conflictsInAll;
    if (m_report.conflicts.size() < kMostConflicts) {
        m_report.conflicts.push_back({kind, number, sentence});
    }
}

void ProjectMerge::run(const std::stop_token& stop, const MergeProgressSink& progress) {
    constexpr const char* kCount = "SELECT count(*) FROM items WHERE removed = 0";
    MergeProgress place{0, m_target.connection.queryInteger(kCount) + 2 * m_source.connection.queryInteger(kCount)};
    const auto step = [&] {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
        ++place.done;
        if (progress) {
            progress(place);
        }
    };
    m_highest = m_target.items.highestNumber();
    m_target.connection.execute(kTables);
    mapAnnotators();
    mapCriteria();
    VoteMerge votes(m_target.connection, m_source.connection, m_annotators, m_criteria, m_report,
                    [this](const char* kind, int number, const std::string& sentence) { tell(kind, number, sentence); });
    noteItems(m_target, "INSERT INTO merge_here (item_id, number, uid, print) VALUES (?1, ?2, ?3, ?4)", step);
    noteItems(m_source, "INSERT INTO merge_there (item_id, number, uid, print) VALUES (?1, ?2, ?3, ?4)", step);
    m_target.connection.execute(kPairByOrigin);
    int last = 0;
    for (auto page = m_source.items.page(last, kPage); !page.empty(); page = m_source.items.page(last, kPage)) {
        for (const auto& [number, id] : page) {
            step();
            mergeItem(loadMergeItem(m_source.connection, id), votes);
            last = number;
        }
    }
    votes.forget();
    m_target.connection.execute(kForget);
    m_change["votes"] = std::move(votes.changes());
    m_report.hasChanged =
        m_change.at("first") != 0 || std::ranges::any_of(std::vector{"items", "notes", "flags", "tags", "votes"},
                                                         [this](const char* part) { return !m_change.at(part).empty(); });
}

void ProjectMerge::mapAnnotators() {
    auto theirs = m_source.connection.prepare("SELECT id, uid, name, created_at FROM annotators ORDER BY id");
    while (theirs.step()) {
        const std::string name = theirs.text(2);
        auto ours = m_target.connection.prepare("SELECT id, uid FROM annotators WHERE name = ?1");
        if (ours.bind(name).step()) {
            m_annotators[theirs.integer(0)] = ours.integer(0);
            if (ours.blob(1) != theirs.blob(1)) {
                tell("annotator", 0,
                     "\"" + oneLine(name, 60) +
                         "\" was named in both files without one being a copy of the other: if these are two people, rename one "
                         "before merging.");
            }
            continue;
        }
        m_target.connection.prepare("INSERT INTO annotators (uid, name, created_at) VALUES (?1, ?2, ?3)")
            .bind(bytesOf(theirs.blob(1)), name, theirs.integer(3))
            .run();
        m_annotators[theirs.integer(0)] = m_target.connection.lastInsertId();
        ++m_report.annotatorsAdded;
    }
    SettingsRepository ours(m_target.connection);
    for (const std::string& judge : SettingsRepository(m_source.connection).namesAfter(kSettingJudge)) {
        ours.set(kSettingJudge + judge, "1");
    }
}

void ProjectMerge::mapCriteria() {
    auto theirs = m_source.connection.prepare("SELECT id, name, created_at FROM criteria ORDER BY id");
    while (theirs.step()) {
        const std::string name = theirs.text(1);
        auto ours = m_target.connection.prepare("SELECT id FROM criteria WHERE name = ?1");
        if (ours.bind(name).step()) {
            m_criteria[theirs.integer(0)] = ours.integer(0);
            continue;
        }
        m_target.connection.prepare("INSERT INTO criteria (name, created_at) VALUES (?1, ?2)")
            .bind(name, theirs.integer(2))
            .run();
        m_criteria[theirs.integer(0)] = m_target.connection.lastInsertId();
    }
}

void ProjectMerge::noteItems(MergeSide& side, const char* sql, const std::function<void()>& step) {
    int last = 0;
    for (auto page = side.items.page(last, kPage); !page.empty(); page = side.items.page(last, kPage)) {
        for (const auto& [number, id] : page) {
            step();
            const MergeItem item = loadMergeItem(side.connection, id);
            m_target.connection.prepare(sql).bind(id, number, bytesOf(item.uid), item.fingerprint).run();
            last = number;
        }
    }
}

void ProjectMerge::mergeItem(const MergeItem& from, VoteMerge& votes) {
    ++m_report.itemsRead;
    ItemId here = find(from);
    const bool isNew = !here.isValid();
    if (isNew) {
        here = addItem(from);
        ++m_report.itemsAdded;
    } else {
        ++m_report.itemsMatched;
    }
    const MergeItem to = loadMergeItem(m_target.connection, here);
    if (isNew) {
        tellOrigin(from, to.number);
    } else {
        mergeAbout(from, to);
    }
    const IdMap candidates = pairedCandidates(from, to);
    votes.merge(from.id, {here, to.number, isNew}, candidates);
    mergeMeasurements(candidates);
}

ItemId ProjectMerge::find(const MergeItem& item) {
    {
        auto paired = m_target.connection.prepare("SELECT here FROM merge_there WHERE item_id = ?1");
        if (paired.bind(item.id).step() && !paired.isNull(0)) {
            return paired.id<ItemId>(0);
        }
    }
    ItemId found;
    {
        auto free = m_target.connection.prepare(
            "SELECT item_id FROM merge_here WHERE print = ?1 AND is_taken = 0 ORDER BY item_id LIMIT 1");
        found = free.bind(item.fingerprint).step() ? free.id<ItemId>(0) : ItemId{};
    }
    m_target.connection.prepare("UPDATE merge_here SET is_taken = 1 WHERE item_id = ?1").bind(found).run();
    return found;
}

ItemId ProjectMerge::addItem(const MergeItem& item) {
    ResolvedItem resolved;
    resolved.content.externalId = item.externalId;
    resolved.content.meta = item.meta;
    resolved.content.source = item.source;
    resolved.content.prompt = item.prompt;
    resolved.content.tags = item.tags;
    const auto take = [this](const std::vector<MergeMedia>& media) {
        std::vector<MediaUse> uses;
        for (const MergeMedia& medium : media) {
            uses.push_back(takeIn(medium));
        }
        return uses;
    };
    resolved.content.media = take(item.media);
    for (const MergeCandidate& candidate : item.candidates) {
        resolved.candidates.push_back({candidate.turns, candidate.name, take(candidate.media)});
    }
    const ItemId added = m_target.items.add(resolved, ++m_highest, m_now).id;
    m_target.connection.prepare("UPDATE items SET uid = ?2, note = ?3, flagged = ?4, created_at = ?5 WHERE id = ?1")
        .bind(added, bytesOf(item.uid), item.note, item.flagged, item.createdAt)
        .run();
    std::int64_t position = 0;
    for (const MergeCandidate& candidate : item.candidates) {
        m_target.connection.prepare("UPDATE candidates SET uid = ?3 WHERE item_id = ?1 AND position = ?2")
            .bind(added, position++, bytesOf(candidate.uid))
            .run();
    }
    if (m_change.at("first") == 0) {
        m_change["first"] = added.value;
    }
    m_change["last"] = added.value;
    return added;
}

void ProjectMerge::tellOrigin(const MergeItem& from, int number) {
    auto sibling = m_target.connection.prepare("SELECT number FROM merge_here WHERE uid = ?1 ORDER BY number LIMIT 1");
    if (sibling.bind(bytesOf(from.uid)).step()) {
        tell("wording", number,
             "Item " + std::to_string(sibling.integer(0)) +
                 " has other words in the other file; both are kept, the other as item " + std::to_string(number) +
                 ", each with the votes on it.");
        return;
    }
    auto removed = m_target.connection.prepare("SELECT 1 FROM merge_removed WHERE uid = ?1");
    if (removed.bind(bytesOf(from.uid)).step()) {
        tell("removed", number,
             "An item that was removed here is still in the other file; it is back as item " + std::to_string(number) + ".");
    }
}

void ProjectMerge::mergeAbout(const MergeItem& from, const MergeItem& to) {
    const std::string place = "item " + std::to_string(to.number);
    std::vector<std::string> differing;
    const ItemAbout about = mergedAbout(aboutOf(to), aboutOf(from), differing);
    for (const std::string& name : differing) {
        tell("value", to.number,
             "The value " + name + " of " + place + " differs in the two files; all are kept in its extra data.");
    }
    if (about != aboutOf(to)) {
        const ItemContent before = m_target.items.content(to.id);
        ItemContent after = before;
        after.externalId = about.externalId;
        after.source = about.source;
        after.meta = about.meta;
        for (std::size_t at = 0; at < after.candidates.size(); ++at) {
            after.candidates[at].name = about.names.at(at).second;
        }
        m_target.items.apply(to.id, after);
        m_change["items"].push_back({{"item", to.id.value}, {"before", toJson(before)}, {"after", toJson(after)}});
    }
    if (const std::string note = mergedNote(to.note, from.note); note != to.note) {
        if (!to.note.empty() && note != from.note) {
            tell("note", to.number, "The notes on " + place + " differ in the two files; both are kept, one under the other.");
        }
        m_target.items.setNote(to.id, note);
        m_change["notes"].push_back({to.id.value, to.note, note});
    }
    if (from.flagged && !to.flagged) {
        m_target.items.setFlag(to.id, true);
        m_change["flags"].push_back(to.id.value);
    }
    for (const std::string& tag : from.tags) {
        if (m_target.items.addTag(to.id, tag)) {
            ++m_report.tagsAdded;
            m_change["tags"].push_back({to.id.value, tag});
        }
    }
}

MediaUse ProjectMerge::takeIn(const MergeMedia& media) {
    MediaUse use = media.use;
    {
        auto known = m_target.connection.prepare("SELECT id FROM media WHERE sha256 = ?1 ORDER BY storage, id LIMIT 1");
        if (known.bind(media.sha256).step()) { // 'copy' comes first
            use.media = known.id<MediaId>(0);
            return use;
        }
    }
    StoredMedia stored = m_source.media.load(media.use.media);
    const std::filesystem::path file = m_source.store.locate(stored);
    const bool isThere = m_source.store.verify(stored) == MediaState::Present;
    const bool isCopy = m_target.mediaPolicy == MediaPolicy::Copy || stored.policy == MediaPolicy::Copy;
    if (isThere && m_copies == Copies::Make) {
        stored = m_target.store.put(file, isCopy ? MediaPolicy::Copy : MediaPolicy::Reference);
    } else {
        // Remembered by its hash, so that the file can be shown its place later.
        stored.policy = MediaPolicy::Reference;
        stored.path = std::filesystem::absolute(file).lexically_normal().string();
    }
    ++(isThere ? m_report.mediaAdded : m_report.mediaMissing);
    use.media = m_target.media.findOrAdd(stored, m_now);
    return use;
}

void ProjectMerge::mergeMeasurements(const IdMap& candidates) {
    for (const auto& [there, here] : candidates) {
        auto rows = m_source.connection.prepare(
            "SELECT kind, setting_id, value, more_values, truncated, created_at FROM measurements WHERE candidate_id = ?1");
        rows.bind(there);
        while (rows.step()) {
            auto& setting = m_settings[rows.integer(1)];
            if (setting == 0) {
                setting = m_target.measurements.findOrAddSetting(m_source.measurements.setting(rows.integer(1)));
            }
            // Of two made alike the later stays; of the same instant the higher, so that the order of files does not matter.
            m_target.connection
                .prepare("INSERT INTO measurements (candidate_id, kind, setting_id, value, more_values, truncated, created_at) "
                         "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (candidate_id, kind, setting_id) DO UPDATE SET value = "
                         "excluded.value, more_values = excluded.more_values, truncated = excluded.truncated, created_at = "
                         "excluded.created_at WHERE (excluded.created_at, excluded.value) > (created_at, value)")
                .bind(here, rows.text(0), setting, rows.real(2), bytesOf(rows.blob(3)), rows.boolean(4), rows.integer(5))
                .run();
            m_report.measurementsAdded += m_target.connection.changes() > 0 ? 1 : 0;
        }
    }
}

void undoMerge(Connection& connection, ItemRepository& items, const json& change) {
    VoteRepository votes(connection);
    const json& swapped = change.at("votes");
    for (auto vote = swapped.rbegin(); vote != swapped.rend(); ++vote) {
        votes.replaceCurrent(VoteId{vote->at(1)}, VoteId{vote->at(0)});
    }
    for (const json& tag : change.at("tags")) {
        items.removeTag(ItemId{tag.at(0)}, tag.at(1));
    }
    for (const json& id : change.at("flags")) {
        items.setFlag(ItemId{id}, false);
    }
    for (const json& note : change.at("notes")) {
        items.setNote(ItemId{note.at(0)}, note.at(1));
    }
    for (const json& item : change.at("items")) {
        items.apply(ItemId{item.at("item")}, itemContentOf(item.at("before")));
    }
    if (change.at("first") != 0) {
        items.setRemoved(ItemId{change.at("first")}, ItemId{change.at("last")}, true);
    }
}

void redoMerge(Connection& connection, ItemRepository& items, const json& change) {
    if (change.at("first") != 0) {
        items.setRemoved(ItemId{change.at("first")}, ItemId{change.at("last")}, false);
    }
    for (const json& item : change.at("items")) {
        items.apply(ItemId{item.at("item")}, itemContentOf(item.at("after")));
    }
    for (const json& note : change.at("notes")) {
        items.setNote(ItemId{note.at(0)}, note.at(2));
    }
    for (const json& id : change.at("flags")) {
        items.setFlag(ItemId{id}, true);
    }
    for (const json& tag : change.at("tags")) {
        items.addTag(ItemId{tag.at(0)}, tag.at(1));
    }
    VoteRepository votes(connection);
    for (const json& vote : change.at("votes")) {
        votes.replaceCurrent(VoteId{vote.at(0)}, VoteId{vote.at(1)});
    }
}

} // namespace trutina::storage
