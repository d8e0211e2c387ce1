// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/media_repository.h"

#include "storage/repositories/names.h"

namespace trutina::storage {

namespace {

constexpr const char* kVideo = "video";

std::vector<MediaUse> readUses(Statement& statement) {
    std::vector<MediaUse> uses;
    while (statement.step()) {
        uses.push_back({statement.id<MediaId>(0), mediaReadingOf(statement.text(1)), statement.text(2)});
    }
    return uses;
}

} // namespace

MediaId MediaRepository::findOrAdd(const StoredMedia& media, std::int64_t now) {
    auto statement =
        m_connection.prepare("INSERT INTO media (sha256, storage, path, kind, bytes, modified_ns, created_at) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (sha256, storage, path) "
                             "DO UPDATE SET bytes = excluded.bytes, modified_ns = excluded.modified_ns RETURNING id");
    statement.bind(media.sha256, nameOf(media.policy), media.path, media.kind == MediaKind::Video ? kVideo : "image",
                   media.stamp.bytes, media.stamp.modifiedNanoseconds, now);
    const MediaId id = statement.step() ? statement.id<MediaId>(0) : MediaId{};
    statement.run();
    return id;
}

StoredMedia MediaRepository::load(MediaId media) const {
    auto statement = m_connection.prepare("SELECT sha256, storage, path, kind, bytes, modified_ns FROM media WHERE id = ?1");
    if (!statement.bind(media).step()) {
        throw Failure("media.not_found", "This picture or video is not in the project.", "Open the item again.");
    }
    return {statement.text(0), mediaPolicyOf(statement.text(1)), statement.text(2),
            statement.text(3) == kVideo ? MediaKind::Video : MediaKind::Image,
            FileStamp{statement.integer(4), statement.integer(5)}};
}

void MediaRepository::relocate(MediaId media, const std::string& path, const FileStamp& stamp) {
    m_connection.prepare("UPDATE media SET path = ?2, bytes = ?3, modified_ns = ?4 WHERE id = ?1")
        .bind(media, path, stamp.bytes, stamp.modifiedNanoseconds)
        .run();
}

std::vector<MediaId> MediaRepository::all() const {
    std::vector<MediaId> found;
    auto statement = m_connection.prepare("SELECT id FROM media ORDER BY id");
    while (statement.step()) {
        found.push_back(statement.id<MediaId>(0));
    }
    return found;
}

bool MediaRepository::knows(const std::string& sha256) const {
    return m_connection.prepare("SELECT 1 FROM media WHERE sha256 = ?1").bind(sha256).step();
}

void MediaRepository::setUses(ItemId item, const std::vector<MediaUse>& uses) {
    m_connection.prepare("DELETE FROM item_media WHERE item_id = ?1").bind(item).run();
    addUses(item, uses);
}

void MediaRepository::addUses(ItemId item, const std::vector<MediaUse>& uses) {
    std::int64_t position = 0;
    for (const MediaUse& use : uses) {
        m_connection.prepare("INSERT INTO item_media (item_id, position, media_id, reading, name) VALUES (?1, ?2, ?3, ?4, ?5)")
            .bind(item, position++, use.media, nameOf(use.as), use.name)
            .run();
    }
}

void MediaRepository::addUses(CandidateId candidate, const std::vector<MediaUse>& uses) {
    std::int64_t position = 0;
    for (const MediaUse& use : uses) {
        m_connection
            .prepare("INSERT INTO candidate_media (candidate_id, position, media_id, reading, name) VALUES (?1, ?2, ?3, ?4, ?5)")
            .bind(candidate, position++, use.media, nameOf(use.as), use.name)
            .run();
    }
}

std::vector<MediaUse> MediaRepository::uses(ItemId item) const {
    auto statement = m_connection.prepare("SELECT media_id, reading, name FROM item_media WHERE item_id = ?1 ORDER BY position");
    return readUses(statement.bind(item));
}

std::vector<MediaUse> MediaRepository::uses(CandidateId candidate) const {
    auto statement =
        m_connection.prepare("SELECT media_id, reading, name FROM candidate_media WHERE candidate_id = ?1 ORDER BY position");
    return readUses(statement.bind(candidate));
}

std::vector<MediaRecord> MediaRepository::records(const std::vector<MediaUse>& uses) const {
    std::vector<MediaRecord> records;
    for (const MediaUse& use : uses) {
        const StoredMedia media = load(use.media);
        const bool isVideo =
            use.as == MediaReading::Video || (use.as == MediaReading::Automatic && media.kind == MediaKind::Video);
        records.push_back({use.media, media.sha256, use.as, use.name, m_store.locate(media), media.policy == MediaPolicy::Copy,
                           media.stamp.bytes, m_store.state(media), isVideo});
    }
    return records;
}

} // namespace trutina::storage
