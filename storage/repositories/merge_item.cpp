// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/merge_item.h"

#include "storage/media_store/sha256.h"
#include "storage/repositories/names.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace trutina::storage {

namespace {

constexpr std::size_t kDigestBytes = 16;

std::string shortDigest(Sha256& sum) {
    const auto digest = sum.digest();
    return hexadecimal(std::span(digest).first(kDigestBytes));
}

/// Lengths between the parts: no two items run together to the same bytes.
void add(Sha256& sum, std::string_view part) {
    sum.add(std::to_string(part.size()) + ":");
    sum.add(part);
}

void add(Sha256& sum, const std::vector<Turn>& turns, const std::vector<MergeMedia>& media) {
    for (const Turn& turn : turns) {
        add(sum, turn.role);
        add(sum, turn.content);
    }
    add(sum, "media");
    for (const MergeMedia& medium : media) {
        add(sum, medium.sha256);
        add(sum, nameOf(medium.use.as));
    }
}

std::vector<Turn> turnsFrom(Statement& statement) {
    std::vector<Turn> turns;
    while (statement.step()) {
        turns.push_back({statement.text(0), statement.text(1)});
    }
    return turns;
}

std::vector<MergeMedia> mediaFrom(Statement& statement) {
    std::vector<MergeMedia> media;
    while (statement.step()) {
        media.push_back({{statement.id<MediaId>(0), mediaReadingOf(statement.text(1)), statement.text(2)}, statement.text(3)});
    }
    return media;
}

void loadCandidates(Connection& connection, MergeItem& item) {
    auto rows =
        connection.prepare("SELECT id, uid, name FROM candidates WHERE item_id = ?1 AND position IS NOT NULL ORDER BY position");
    rows.bind(item.id);
    while (rows.step()) {
        MergeCandidate candidate;
        candidate.id = rows.id<CandidateId>(0);
        candidate.uid = rows.blob(1);
        candidate.name = rows.text(2);
        auto turns = connection.prepare("SELECT role, content FROM candidate_turns WHERE candidate_id = ?1 ORDER BY position");
        candidate.turns = turnsFrom(turns.bind(candidate.id));
        auto media = connection.prepare("SELECT u.media_id, u.reading, u.name, m.sha256 FROM candidate_media u JOIN media m ON "
                                        "m.id = u.media_id WHERE u.candidate_id = ?1 ORDER BY u.position");
        candidate.media = mediaFrom(media.bind(candidate.id));
        Sha256 sum;
        add(sum, candidate.turns, candidate.media);
        candidate.digest = shortDigest(sum);
        item.candidates.push_back(std::move(candidate));
    }
}

} // namespace

MergeItem loadMergeItem(Connection& connection, ItemId id) {
    MergeItem item;
    {
        auto row = connection.prepare(
            "SELECT number, uid, external_id, meta, source, note, flagged, created_at FROM items WHERE id = ?1");
        if (!row.bind(id).step()) {
            throw Failure("item.not_found", "This item is not in the project.", "Open the project again.");
        }
        item.id = id;
        item.number = static_cast<int>(row.integer(0));
        item.uid = row.blob(1);
        item.externalId = row.text(2);
        item.meta = row.text(3);
        item.source = row.text(4);
        item.note = row.text(5);
        item.flagged = row.boolean(6);
        item.createdAt = row.integer(7);
    }
    auto prompt = connection.prepare("SELECT role, content FROM turns WHERE item_id = ?1 ORDER BY position");
    item.prompt = turnsFrom(prompt.bind(id));
    auto media = connection.prepare("SELECT u.media_id, u.reading, u.name, m.sha256 FROM item_media u JOIN media m ON m.id = "
                                    "u.media_id WHERE u.item_id = ?1 ORDER BY u.position");
    item.media = mediaFrom(media.bind(id));
    auto tags = connection.prepare("SELECT tags.name FROM item_tags JOIN tags ON tags.id = item_tags.tag_id WHERE "
                                   "item_tags.item_id = ?1 ORDER BY item_tags.position");
    tags.bind(id);
    while (tags.step()) {
        item.tags.push_back(tags.text(0));
    }
    loadCandidates(connection, item);

    std::vector<std::string_view> answers;
    for (const MergeCandidate& candidate : item.candidates) {
        answers.push_back(candidate.digest);
    }
    std::ranges::sort(answers);
    Sha256 sum;
    add(sum, item.prompt, item.media);
    for (const std::string_view answer : answers) {
        add(sum, answer);
    }
    item.fingerprint = shortDigest(sum);
    return item;
}

} // namespace trutina::storage
