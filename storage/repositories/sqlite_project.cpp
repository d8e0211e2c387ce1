// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/sqlite_project.h"

#include "storage/database/transaction.h"
#include "storage/database/utf8.h"
#include "storage/migrations/migrator.h"
#include "storage/repositories/checks.h"
#include "storage/repositories/item_stream.h"
#include "storage/repositories/names.h"
#include "storage/repositories/project_merge.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace trutina::storage {

using nlohmann::json;

namespace {

std::filesystem::path folderOf(const std::filesystem::path& project) {
    return std::filesystem::absolute(project).lexically_normal().parent_path();
}

// A project file that was renamed alone keeps the folder it had.
std::filesystem::path findMediaFolder(const std::filesystem::path& project, const std::string& remembered) {
    auto usual = mediaFolderOf(project);
    if (!remembered.empty() && !std::filesystem::is_directory(usual) &&
        std::filesystem::is_directory(folderOf(project) / remembered)) {
        return folderOf(project) / remembered;
    }
    return usual;
}

std::vector<std::string> uniqueTags(const std::vector<std::string>& tags) {
    std::vector<std::string> unique;
    for (const std::string& tag : tags) {
        if (!tag.empty() && std::ranges::find(unique, tag) == unique.end()) {
            unique.push_back(tag);
        }
    }
    return unique;
}

std::filesystem::path keyOf(const std::filesystem::path& file) {
    return std::filesystem::absolute(file).lexically_normal();
}

std::string countedItems(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " item" : " items");
}

json placeOf(const StoredMedia& media) {
    return {{"path", media.path}, {"bytes", media.stamp.bytes}, {"modified_ns", media.stamp.modifiedNanoseconds}};
}

} // namespace

std::filesystem::path mediaFolderOf(const std::filesystem::path& project) {
    return folderOf(project) / (project.stem().string() + "-media");
}

SqliteProject::SqliteProject(std::unique_ptr<ProjectLock> lock, std::unique_ptr<Connection> connection,
                             const std::string& annotator, Clock clock)
    : m_lock(std::move(lock)),
      m_connection(std::move(connection)),
      m_clock(std::move(clock)),
      m_settings(*m_connection),
      m_mediaPolicy(mediaPolicyOf(m_settings.get(kSettingMediaPolicy))),
      m_store(folderOf(m_connection->file()), findMediaFolder(m_connection->file(), m_settings.get(kSettingMediaFolder))),
      m_media(*m_connection, m_store),
      m_items(*m_connection, m_media, m_settings.get(kSettingSearchIndex) != "off"),
      m_annotators(*m_connection),
      m_votes(*m_connection),
      m_measurements(*m_connection),
      m_journal(*m_connection),
      m_uuid(m_settings.get(kSettingUuid)),
      m_overall(m_annotators.overallCriterion()) {
    const std::string last = m_settings.get(kSettingAnnotator);
    const std::string name = annotator.empty() ? last : annotator;
    if (m_connection->isReadOnly() || (name == last && m_annotators.find(name).isValid())) {
        m_annotator = m_annotators.find(name);
        m_annotatorName = name;
    } else {
        useAnnotator(name);
    }
}

template <typename Work>
decltype(auto) SqliteProject::change(Work&& work) {
    if (m_connection->isReadOnly()) {
        throw Failure("project.read_only", "The project was opened to look at it only.", "Open it for changes first.");
    }
    return translated(*m_connection, [&]() -> decltype(auto) {
        WriteTransaction transaction(*m_connection);
        if constexpr (std::is_void_v<decltype(work())>) {
            std::forward<Work>(work)();
            transaction.commit();
        } else {
            auto result = std::forward<Work>(work)();
            transaction.commit();
            return result;
        }
    });
}

template <typename Work>
decltype(auto) SqliteProject::read(Work&& work) const {
    return translated(*m_connection, [&]() -> decltype(auto) {
        const ReadTransaction transaction(*m_connection);
        return std::forward<Work>(work)();
    });
}

ProjectInfo SqliteProject::info() const {
    return read([&] {
        ProjectInfo info;
        info.file = std::filesystem::absolute(m_connection->file()).lexically_normal();
        info.mediaFolder = m_store.folder();
        info.name = m_settings.get(kSettingName);
        info.uuid = m_uuid;
        info.mediaPolicy = m_mediaPolicy;
        info.schemaVersion = schemaVersion(*m_connection);
        info.counts = m_items.counts(decidedByCurrent());
        info.annotator = m_annotatorName;
        info.readOnly = m_connection->isReadOnly();
        return info;
    });
}

void SqliteProject::takeIn(const NewItem& item, TakenInByPath& takenIn) {
    const auto take = [&](const std::vector<NewMedia>& media) {
        for (const NewMedia& medium : media) {
            const auto key = keyOf(medium.file);
            if (!takenIn.contains(key)) {
                const MediaPolicy policy = medium.isTemporary ? MediaPolicy::Copy : m_mediaPolicy;
                takenIn.emplace(key, TakenIn{{}, m_store.put(key, policy), key.filename().string()});
            }
        }
    };
    take(item.media);
    for (const NewCandidate& candidate : item.candidates) {
        take(candidate.media);
    }
}

std::vector<MediaUse> SqliteProject::resolve(const std::vector<NewMedia>& media, const TakenInByPath& takenIn, std::int64_t now) {
    std::vector<MediaUse> uses;
    for (const NewMedia& medium : media) {
        const TakenIn& found = takenIn.at(keyOf(medium.file));
        uses.push_back({found.known.isValid() ? found.known : m_media.findOrAdd(found.media, now), medium.as, found.name});
    }
    return uses;
}

ResolvedItem SqliteProject::resolve(const NewItem& item, const TakenInByPath& takenIn, std::int64_t now) {
    ResolvedItem resolved;
    resolved.content.externalId = item.externalId;
    resolved.content.meta = item.meta.empty() ? "{}" : item.meta;
    resolved.content.source = item.source;
    resolved.content.prompt = item.prompt;
    resolved.content.tags = uniqueTags(item.tags);
    resolved.content.media = resolve(item.media, takenIn, now);
    for (const NewCandidate& candidate : item.candidates) {
        resolved.candidates.push_back({candidate.turns, candidate.name, resolve(candidate.media, takenIn, now)});
    }
    return resolved;
}

void SqliteProject::record(const JournalAction& action, std::int64_t now) {
    m_journal.add(action, m_annotator, now);
}

std::vector<ItemId> SqliteProject::addItems(const std::vector<NewItem>& items, const std::string& summary) {
    if (items.empty()) {
        return {};
    }
    std::ranges::for_each(items, checkItem);
    checkUtf8(summary, "item.invalid", "The summary");
    if (m_connection->isReadOnly()) {
        return change([] { return std::vector<ItemId>(); }); // refuses before anything is copied
    }
    TakenInByPath takenIn;
    for (const NewItem& item : items) {
        takeIn(item, takenIn);
    }
    return change([&] {
        const std::int64_t now = m_clock();
        int number = m_items.highestNumber();
        std::vector<ItemId> added;
        added.reserve(items.size());
        for (const NewItem& item : items) {
            added.push_back(insert(item, ++number, takenIn, now));
        }
        const std::string words =
            items.size() == 1 ? "adding item " + std::to_string(number) : "import of " + countedItems(items.size());
        recordAdded(added.front(), added.back(), summary.empty() ? words : summary, now);
        return added;
    });
}

std::int64_t SqliteProject::addItemsFrom(const ItemSource& next, const std::function<std::string(std::int64_t)>& summary) {
    const Connection::CheckedScope checked(*m_connection); // values by checkItem()
    return change([&] {
        const std::int64_t now = m_clock();
        int number = m_items.highestNumber();
        std::int64_t count = 0;
        ItemId first;
        ItemId last;
        while (const auto item = next()) {
            checkItem(*item);
            TakenInByPath takenIn;
            takeIn(*item, takenIn);
            if (count == 0) {
                m_items.beginManyAdditions();
            }
            last = insert(*item, ++number, takenIn, now);
            first = count++ == 0 ? last : first;
        }
        if (count > 0) {
            m_items.endManyAdditions();
            const std::string words = summary(count);
            checkUtf8(words, "item.invalid", "The summary");
            recordAdded(first, last, words, now);
        }
        return count;
    });
}

ItemId SqliteProject::insert(const NewItem& item, int number, const TakenInByPath& takenIn, std::int64_t now) {
    const AddedItem added = m_items.add(resolve(item, takenIn, now), number, now);
    for (const ImportedVote& imported : item.votes) {
        const GivenVote given = givenVote(added.id, added.candidates, imported, now);
        if (imported.kind == VoteKind::Adjudication) { // of two that settle it the later one holds
            m_votes.replaceCurrent(m_votes.currentAdjudication(added.id, m_overall), {});
        }
        m_votes.insert(given.vote, given.annotator, given.at, Standing::Current);
    }
    return added.id;
}

void SqliteProject::recordAdded(ItemId first, ItemId last, const std::string& summary, std::int64_t now) {
    // Ids of one transaction follow on each other: the counter of the table only goes up and nobody else can write.
    record({"item.add", summary, first == last ? first : ItemId{}, {{"first", first.value}, {"last", last.value}}}, now);
}

void SqliteProject::replaceItem(ItemId item, const NewItem& content) {
    checkItem(content);
    TakenInByPath takenIn;
    // Media that the item has already stay what they are, even when their file is missing just now.
    if (!m_connection->isReadOnly()) {
        read([&] {
            const ItemRecord before = m_items.load(item);
            const auto keep = [&](const std::vector<MediaRecord>& media) {
                for (const MediaRecord& medium : media) {
                    takenIn.emplace(keyOf(medium.path), TakenIn{medium.id, {}, medium.originalName});
                }
            };
            keep(before.media);
            for (const CandidateRecord& candidate : before.candidates) {
                keep(candidate.media);
            }
        });
        takeIn(content, takenIn);
    }
    change([&] {
        const std::int64_t now = m_clock();
        m_items.require(item);
        const ItemContent before = m_items.content(item);
        const ItemContent after = m_items.contentAfter(item, before, resolve(content, takenIn, now), now);
        if (after == before) {
            return;
        }
        m_items.apply(item, after);
        record({"item.edit",
                "edit of item " + std::to_string(m_items.numberOf(item)),
                item,
                {{"before", toJson(before)}, {"after", toJson(after)}}},
               now);
    });
}

void SqliteProject::removeItems(const std::vector<ItemId>& items) {
    if (items.empty()) {
        return;
    }
    change([&] {
        json ids = json::array();
        int number = 0;
        for (const ItemId item : items) {
            number = m_items.numberOf(item); // also refuses one that is named twice: it is gone by then
            m_items.setRemoved(item, item, true);
            ids.push_back(item.value);
        }
        const std::string what = items.size() == 1 ? "item " + std::to_string(number) : countedItems(items.size());
        record({"item.remove", "removal of " + what, items.size() == 1 ? items.front() : ItemId{}, {{"items", ids}}}, m_clock());
    });
}

std::int64_t SqliteProject::addTag(const std::vector<ItemId>& items, const std::string& tag, const std::string& summary) {
    checkUtf8(tag, "item.invalid", "A tag");
    checkUtf8(summary, "item.invalid", "The summary");
    if (tag.empty()) {
        throw Failure("item.invalid", "A tag has no name.", "Name the tag.");
    }
    return change([&] {
        json ids = json::array();
        for (const ItemId item : items) {
            m_items.require(item);
            if (m_items.addTag(item, tag)) {
                ids.push_back(item.value);
            }
        }
        const auto count = static_cast<std::int64_t>(ids.size());
        if (count > 0) {
            record({"item.tag", summary, items.size() == 1 ? items.front() : ItemId{}, {{"tag", tag}, {"items", ids}}},
                   m_clock());
        }
        return count;
    });
}

void SqliteProject::removeCandidates(const std::vector<UnwantedCandidates>& unwanted, const std::string& summary) {
    checkUtf8(summary, "item.invalid", "The summary");
    change([&] {
        json items = json::array();
        for (const auto& [item, candidates] : unwanted) {
            m_items.require(item);
            const ItemContent before = m_items.content(item);
            const auto isUnwanted = [&wanted = candidates](CandidateId id) {
                return std::ranges::find(wanted, id) != wanted.end();
            };
            ItemContent after = before;
            std::erase_if(after.candidates, [&](const PlacedCandidate& candidate) { return isUnwanted(candidate.id); });
            if (after.candidates.empty()) {
                throw Failure("item.invalid", "An item needs at least one answer.", "Remove the item instead.");
            }
            std::erase_if(after.currentVotes, [&](VoteId id) {
                const auto vote = m_votes.find(id);
                return vote && (isUnwanted(vote->winner) || std::ranges::any_of(vote->ranking, isUnwanted));
            });
            if (after != before) {
                m_items.apply(item, after);
                items.push_back({{"item", item.value}, {"before", toJson(before)}, {"after", toJson(after)}});
            }
        }
        if (!items.empty()) {
            const ItemId single = items.size() == 1 ? ItemId{items.front().at("item")} : ItemId{};
            record({"item.thin", summary, single, {{"items", std::move(items)}}}, m_clock());
        }
    });
}

void SqliteProject::setFlag(ItemId item, bool flagged) {
    change([&] {
        const ItemRecord before = m_items.load(item);
        if (before.flagged != flagged) {
            m_items.setFlag(item, flagged);
            record({"item.flag",
                    (flagged ? "flag on item " : "no flag on item ") + std::to_string(before.number),
                    item,
                    {{"before", before.flagged}, {"after", flagged}}},
                   m_clock());
        }
    });
}

void SqliteProject::setNote(ItemId item, const std::string& note) {
    checkUtf8(note, "item.invalid", "The note");
    change([&] {
        const ItemRecord before = m_items.load(item);
        if (before.note != note) {
            m_items.setNote(item, note);
            record(
                {"item.note", "note on item " + std::to_string(before.number), item, {{"before", before.note}, {"after", note}}},
                m_clock());
        }
    });
}

ItemRecord SqliteProject::item(ItemId item) const {
    return read([&] { return m_items.load(item); });
}

std::vector<ItemSummary> SqliteProject::items(const ItemFilter& filter) const {
    return read([&] { return m_items.summaries(filter, decidedByCurrent()); });
}

ItemCounts SqliteProject::counts() const {
    return read([&] { return m_items.counts(decidedByCurrent()); });
}

std::optional<ItemId> SqliteProject::nextItem(int number, ItemProgress progress) const {
    return read([&] { return m_items.next(number, progress, decidedByCurrent()); });
}

std::optional<ItemId> SqliteProject::previousItem(int number, ItemProgress progress) const {
    return read([&] { return m_items.previous(number, progress, decidedByCurrent()); });
}

void SqliteProject::relocateMedia(MediaId media, const std::filesystem::path& file) {
    const StoredMedia found = m_store.put(file, MediaPolicy::Reference);
    change([&] {
        const StoredMedia before = m_media.load(media);
        if (before.policy == MediaPolicy::Copy) {
            throw Failure("media.copied", "The project keeps its own copy of this file.", "Add the file to the item again.");
        }
        if (found.sha256 != before.sha256) {
            throw Failure("media.changed",
                          "The file \"" + file.filename().string() + "\" is not the one that was added: its content differs.",
                          "Choose the original file, or add this one as a new picture.", file.string());
        }
        m_media.relocate(media, found.path, found.stamp);
        record({"media.relocate",
                "new place of \"" + file.filename().string() + "\"",
                {},
                {{"media", media.value}, {"before", placeOf(before)}, {"after", placeOf(found)}}},
               m_clock());
    });
}

ShownOrder SqliteProject::shownOrder(ItemId item) {
    const auto recorded = read([&] {
        m_items.require(item);
        return m_votes.findOrder(item, m_annotator, m_items.candidates(item));
    });
    if (recorded) {
        return *recorded;
    }
    const std::string seed = m_uuid + "/" + std::to_string(item.value) + "/" + m_annotatorName;
    if (m_connection->isReadOnly()) {
        return read([&] { return ShownOrder{{}, item, m_annotator, shuffled(m_items.candidates(item), seed), m_clock()}; });
    }
    return change([&] {
        m_items.require(item);
        return m_votes.addOrder({{}, item, m_annotator, shuffled(m_items.candidates(item), seed), 0}, m_clock());
    });
}

VoteRecord SqliteProject::vote(const NewVote& vote) {
    return change([&] {
        const std::int64_t now = m_clock();
        const int number = m_items.numberOf(vote.item);
        NewVote complete = vote;
        if (!complete.criterion.isValid()) {
            complete.criterion = m_overall;
        } else if (!m_annotators.hasCriterion(complete.criterion)) {
            throw Failure("vote.invalid", "The project has no such criterion.", "Choose one of the project's criteria.");
        }
        m_votes.check(complete, m_items.candidates(vote.item));
        const bool isSettling = vote.kind == VoteKind::Adjudication;
        const VoteId before = isSettling ? m_votes.currentAdjudication(vote.item, complete.criterion)
                                         : m_votes.current(vote.item, m_annotator, complete.criterion);
        VoteRecord added = m_votes.add(complete, m_annotator, now);
        m_votes.replaceCurrent(before, added.id);
        record({isSettling ? "vote.adjudicate" : "vote",
                (isSettling ? "adjudication of item " : "vote on item ") + std::to_string(number),
                vote.item,
                {{"before", before.value}, {"after", added.id.value}}},
               now);
        return added;
    });
}

SqliteProject::GivenVote SqliteProject::givenVote(ItemId item, const std::vector<CandidateId>& candidates,
                                                  const ImportedVote& imported, std::int64_t now) {
    checkImportedVote(imported, candidates.size());
    const auto at = [&](int place) { return candidates[static_cast<std::size_t>(place)]; };
    NewVote vote;
    vote.item = item;
    vote.criterion = m_overall;
    vote.decision = imported.decision;
    if (imported.winner >= 0) {
        vote.winner = at(imported.winner);
    }
    vote.strength = imported.strength;
    for (const int place : imported.ranking) {
        vote.ranking.push_back(at(place));
    }
    vote.reason = imported.reason;
    vote.note = imported.note;
    vote.timeSpentMilliseconds = imported.timeSpentMilliseconds;
    vote.kind = imported.kind;
    m_votes.check(vote, candidates);
    const AnnotatorId annotator = m_annotators.findOrAdd(imported.annotator, now);
    if (const std::string key = kSettingJudge + imported.annotator; imported.byJudge && m_settings.get(key).empty()) {
        m_settings.set(key, "1");
    }
    return {std::move(vote), annotator, imported.votedAtMilliseconds > 0 ? imported.votedAtMilliseconds : now};
}

SqliteProject::ChangedVote SqliteProject::addImported(ItemId item, const ImportedVote& imported, std::int64_t now) {
    const GivenVote given = givenVote(item, m_items.candidates(item), imported, now);
    const VoteId before = imported.kind == VoteKind::Adjudication ? m_votes.currentAdjudication(item, m_overall)
                                                                  : m_votes.current(item, given.annotator, m_overall);
    const VoteId after = m_votes.insert(given.vote, given.annotator, given.at, Standing::Past);
    m_votes.replaceCurrent(before, after);
    return {before, after};
}

void SqliteProject::addVotes(const std::vector<JudgedItem>& votes, const std::string& summary) {
    checkUtf8(summary, "item.invalid", "The summary");
    if (votes.empty()) {
        return;
    }
    change([&] {
        const std::int64_t now = m_clock();
        json changes = json::array();
        for (const JudgedItem& judged : votes) {
            m_items.require(judged.item);
            const ChangedVote changed = addImported(judged.item, judged.vote, now);
            changes.push_back({changed.before.value, changed.after.value});
        }
        record({"vote.import", summary, votes.size() == 1 ? votes.front().item : ItemId{}, {{"votes", std::move(changes)}}}, now);
    });
}

void SqliteProject::withdrawVote(ItemId item) {
    change([&] {
        const int number = m_items.numberOf(item);
        const VoteId before = m_votes.current(item, m_annotator, m_overall);
        if (before.isValid()) {
            m_votes.replaceCurrent(before, {});
            record({"vote.withdraw",
                    "withdrawal of the vote on item " + std::to_string(number),
                    item,
                    {{"before", before.value}, {"after", 0}}},
                   m_clock());
        }
    });
}

void SqliteProject::withdrawAdjudication(ItemId item) {
    change([&] {
        const int number = m_items.numberOf(item);
        const VoteId before = m_votes.currentAdjudication(item, m_overall);
        if (before.isValid()) {
            m_votes.replaceCurrent(before, {});
            record({"vote.withdraw",
                    "withdrawal of the adjudication of item " + std::to_string(number),
                    item,
                    {{"before", before.value}, {"after", 0}}},
                   m_clock());
        }
    });
}

std::optional<ShownOrder> SqliteProject::recordedOrder(ShownOrderId order) const {
    return read([&] { return m_votes.loadOrder(order); });
}

std::optional<VoteRecord> SqliteProject::currentVote(ItemId item) const {
    return read([&] {
        m_items.require(item);
        return m_votes.find(m_votes.current(item, m_annotator, m_overall));
    });
}

std::vector<VoteRecord> SqliteProject::votes(ItemId item) const {
    return read([&] {
        m_items.require(item);
        return m_votes.currentOfAll(item);
    });
}

JournalState SqliteProject::journalState() const {
    return read([&] { return m_journal.state(); });
}

JournalState SqliteProject::undo() {
    return step(Direction::Back);
}

JournalState SqliteProject::redo() {
    return step(Direction::Forth);
}

JournalState SqliteProject::step(Direction direction) {
    return change([&] {
        const auto entry = direction == Direction::Back ? m_journal.toUndo() : m_journal.toRedo();
        if (entry) {
            try {
                apply(entry->action, direction);
            } catch (const json::exception& error) {
                refuseDamaged("What was done last is not recorded as it should be.", error.what());
            }
            if (direction == Direction::Back) {
                m_journal.markUndone(entry->id, m_clock());
            } else {
                m_journal.markDone(entry->id, m_clock());
            }
        }
        return m_journal.state();
    });
}

void SqliteProject::apply(const JournalAction& action, Direction direction) {
    const bool back = direction == Direction::Back;
    const json& change = action.change;
    const auto target = [&]() -> const json& { return change.at(back ? "before" : "after"); };
    if (action.action == "vote" || action.action == "vote.withdraw" || action.action == "vote.adjudicate") {
        m_votes.replaceCurrent(VoteId{change.at(back ? "after" : "before")}, VoteId{target()});
    } else if (action.action == "vote.import") {
        json votes = change.at("votes");
        if (back) {
            std::reverse(votes.begin(), votes.end()); // an annotator may have judged the same item twice
        }
        for (const json& vote : votes) {
            m_votes.replaceCurrent(VoteId{vote.at(back ? 1 : 0)}, VoteId{vote.at(back ? 0 : 1)});
        }
    } else if (action.action == "item.add") {
        m_items.setRemoved(ItemId{change.at("first")}, ItemId{change.at("last")}, back);
    } else if (action.action == "item.remove") {
        for (const json& id : change.at("items")) {
            m_items.setRemoved(ItemId{id}, ItemId{id}, !back);
        }
    } else if (action.action == "item.edit") {
        m_items.apply(action.item, itemContentOf(target()));
    } else if (action.action == "project.merge") {
        (back ? undoMerge : redoMerge)(*m_connection, m_items, change);
    } else if (action.action == "item.thin") {
        for (const json& item : change.at("items")) {
            m_items.apply(ItemId{item.at("item")}, itemContentOf(item.at(back ? "before" : "after")));
        }
    } else if (action.action == "item.tag") {
        const std::string tag = change.at("tag");
        for (const json& id : change.at("items")) {
            if (back) {
                m_items.removeTag(ItemId{id}, tag);
            } else {
                m_items.addTag(ItemId{id}, tag);
            }
        }
    } else if (action.action == "item.flag") {
        m_items.setFlag(action.item, target());
    } else if (action.action == "item.note") {
        m_items.setNote(action.item, target());
    } else if (action.action == "media.relocate") {
        m_media.relocate(MediaId{change.at("media")}, target().at("path"), {target().at("bytes"), target().at("modified_ns")});
    } else {
        throw Failure("project.damaged", "The history holds an action that this version of Trutina does not know.",
                      "Update Trutina, or restore a backup.", action.action);
    }
}

std::vector<JournalEntry> SqliteProject::journal(int limit) const {
    return read([&] { return m_journal.newest(limit); });
}

void SqliteProject::addMeasurements(const std::vector<NewMeasurement>& measurements) {
    change([&] {
        for (const NewMeasurement& measurement : measurements) {
            m_measurements.add(measurement, m_clock());
        }
    });
}

bool SqliteProject::hasMeasurements() const {
    return read([&] { return m_measurements.hasAny(); });
}

std::vector<MeasurementRecord> SqliteProject::measurements(ItemId item, const std::optional<MeasurementSetting>& setting) const {
    return read([&] {
        m_items.require(item);
        return m_measurements.latest(item, setting);
    });
}

void SqliteProject::setAnnotator(const std::string& name) {
    useAnnotator(name);
}

void SqliteProject::useAnnotator(const std::string& name) {
    if (name.find_first_not_of(" \t\r\n") == std::string::npos) {
        throw Failure("annotator.invalid", "The name is empty.", "Type a name for whoever decides.");
    }
    checkUtf8(name, "annotator.invalid", "The name");
    m_annotator = change([&] {
        m_settings.set(kSettingAnnotator, name);
        return m_annotators.findOrAdd(name, m_clock());
    });
    m_annotatorName = name;
}

std::vector<std::string> SqliteProject::annotators() const {
    return read([&] { return m_annotators.names(); });
}

std::vector<CriterionRecord> SqliteProject::criteria() const {
    return read([&] { return m_annotators.criteria(); });
}

std::vector<std::string> SqliteProject::judges() const {
    return read([&] { return m_settings.namesAfter(kSettingJudge); });
}

std::vector<std::string> SqliteProject::check(std::stop_token stop) const {
    try {
        return read([&] {
            const Connection::StopScope stopScope(*m_connection, stop);
            std::vector<std::string> problems;
            auto integrity = m_connection->prepare("PRAGMA integrity_check");
            while (integrity.step()) {
                if (integrity.text(0) != "ok") {
                    problems.push_back("The file is damaged: " + integrity.text(0) + ".");
                }
            }
            auto links = m_connection->prepare("PRAGMA foreign_key_check");
            while (links.step()) {
                problems.push_back("A row of \"" + links.text(0) + "\" points to one of \"" + links.text(2) +
                                   "\" that is not there.");
            }
            for (const MediaId id : m_media.all()) {
                if (stop.stop_requested()) {
                    throw Cancelled();
                }
                const StoredMedia media = m_media.load(id);
                const MediaState state = m_store.verify(media);
                if (state != MediaState::Present) {
                    problems.push_back("The file \"" + m_store.locate(media).string() +
                                       (state == MediaState::Missing ? "\" is missing." : "\" was changed."));
                }
            }
            return problems;
        });
    } catch (const Failure&) {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
        throw;
    }
}

MergeReport SqliteProject::merge(const std::filesystem::path& source, MergeRun run, std::stop_token stop,
                                 const std::function<void(const MergeProgress&)>& progress) {
    std::error_code ignored;
    if (std::filesystem::equivalent(source, m_connection->file(), ignored)) {
        throw Failure("merge.itself", "A project cannot be merged with itself.", "Choose another annotator's project file.",
                      source.string());
    }
    OpenProjectOptions reading;
    reading.readOnly = true;
    const auto opened = open(source, reading);
    auto& other = static_cast<SqliteProject&>(*opened); // open() makes no other
    const auto sideOf = [](SqliteProject& project) {
        return MergeSide{*project.m_connection, project.m_store,        project.m_media,
                         project.m_items,       project.m_measurements, project.m_mediaPolicy};
    };
    if (m_connection->isReadOnly()) {
        return change([] { return MergeReport(); }); // refuses
    }
    // What a merge knows of a million items belongs on the disk; everything else is quicker in memory.
    struct TemporaryTables {
        Connection& connection;
        explicit TemporaryTables(Connection& of) : connection(of) { connection.execute("PRAGMA temp_store = FILE"); }
        ~TemporaryTables() {
            try {
                connection.execute("PRAGMA temp_store = MEMORY");
            } catch (const SQLite::Exception&) { // slower from now on, and right all the same
            }
        }
    };
    return translated(*m_connection, [&] {
        const TemporaryTables onDisk(*m_connection);
        WriteTransaction transaction(*m_connection);
        return translated(*other.m_connection, [&] {
            const ReadTransaction view(*other.m_connection);
            const std::int64_t now = m_clock();
            ProjectMerge merge(sideOf(*this), sideOf(other),
                               run == MergeRun::Dry ? ProjectMerge::Copies::Leave : ProjectMerge::Copies::Make, now);
            merge.run(stop, progress);
            MergeReport report = std::move(merge.report());
            report.source = source;
            if (other.m_mediaPolicy != m_mediaPolicy) {
                ++report.conflictsInAll;
                report.conflicts.push_back(
                    {"setting", 0, "One project copies its media, the other refers to them; this project goes on as before."});
            }
            if (run == MergeRun::Real) {
                if (report.hasChanged) {
                    const std::string name = source.filename().string();
                    record({"project.merge",
                            "merge of " + (isValidUtf8(name) ? oneLine(name, 60) : "another project") + ": " +
                                countedItems(static_cast<std::size_t>(report.itemsAdded)) + ", " +
                                std::to_string(report.votesAdded) + (report.votesAdded == 1 ? " vote" : " votes"),
                            {},
                            merge.change()},
                           now);
                }
                transaction.commit();
            }
            return report;
        });
    });
}

void SqliteProject::backup(const std::filesystem::path& file) const {
    translated(*m_connection, [&] { m_connection->copyTo(file); });
}

void SqliteProject::forEachItem(const std::function<void(const ItemRecord&, const std::vector<VoteRecord>&)>& visit,
                                std::stop_token stop) const {
    read([&] {
        ItemStream items(*m_connection, m_items, m_media);
        while (items.next()) {
            if (stop.stop_requested()) {
                throw Cancelled();
            }
            visit(items.item(), items.votes());
        }
    });
}

} // namespace trutina::storage
