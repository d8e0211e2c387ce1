// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/media_check.h"

#include "storage/formats/export_folder.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <system_error>

namespace trutina::storage {

std::string nameForPeople(const MediaRecord& media) {
    constexpr std::size_t kLongestName = 200;
    return inQuotes(media.originalName.empty() ? media.path.filename().string() : media.originalName, kLongestName);
}

MediaType MediaCheck::typeOf(const MediaRecord& media) {
    // The reading is the record's own: one file may be asked for as a picture here and as a video there.
    if (media.as != MediaReading::Automatic) {
        return mediaTypeOf(media);
    }
    const auto known = m_types.find(media.path);
    return known != m_types.end() ? known->second : m_types.emplace(media.path, mediaTypeOf(media)).first->second;
}

void MediaCheck::require(const std::vector<MediaRecord>& media) {
    for (const MediaRecord& medium : media) {
        require(medium);
    }
}

void MediaCheck::require(const MediaRecord& media) {
    if (m_verified.count({media.path, media.sha256}) != 0) {
        return;
    }
    std::error_code error;
    if (!std::filesystem::is_regular_file(media.path, error)) {
        throw Failure("media.not_found", "The file " + nameForPeople(media) + " is not where the project expects it.",
                      "Put it back or relocate it.");
    }
    if (sha256OfFile(media.path) != media.sha256) {
        throw Failure("media.changed", "The file " + nameForPeople(media) + " was changed since it was added.",
                      "Restore it, or add it as a new item.");
    }
    m_verified.emplace(media.path, media.sha256);
}

} // namespace trutina::storage
