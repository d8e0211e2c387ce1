// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database/connection.h"
#include "storage/media_store/media_store.h"

#include <string>
#include <vector>

namespace trutina::storage {

/// A medium at its place in an item or a candidate.
struct MediaUse {
    MediaId media;
    MediaReading as = MediaReading::Automatic;
    std::string name; ///< of the file when it was added
    bool operator==(const MediaUse&) const = default;
};

/// The media that a project knows, and where they are used.
class MediaRepository {
  public:
    MediaRepository(Connection& connection, const MediaStore& store) : m_connection(connection), m_store(store) {}

    MediaId findOrAdd(const StoredMedia& media, std::int64_t now);
    [[nodiscard]] StoredMedia load(MediaId media) const; ///< Failure "media.not_found" when there is no such row
    void relocate(MediaId media, const std::string& path, const FileStamp& stamp);
    [[nodiscard]] std::vector<MediaId> all() const;
    [[nodiscard]] bool knows(const std::string& sha256) const;

    void setUses(ItemId item, const std::vector<MediaUse>& uses);
    void addUses(ItemId item, const std::vector<MediaUse>& uses); ///< to one that has none
    void addUses(CandidateId candidate, const std::vector<MediaUse>& uses);
    [[nodiscard]] std::vector<MediaUse> uses(ItemId item) const;
    [[nodiscard]] std::vector<MediaUse> uses(CandidateId candidate) const;
    [[nodiscard]] std::vector<MediaRecord> records(const std::vector<MediaUse>& uses) const;

  private:
    Connection& m_connection;
    const MediaStore& m_store;
};

} // namespace trutina::storage
