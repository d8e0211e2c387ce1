// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/export_media.h"

#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <system_error>
#include <utility>

namespace trutina::storage {
namespace {

/// Half of a SHA-256 tells any two pictures apart and keeps the names readable.
constexpr std::size_t kNameLength = 32;

} // namespace

MediaType ExportMedia::typeOf(const MediaRecord& media) {
    // The reading is the record's own: one file may be asked for as a picture here and as a video there.
    if (media.as != MediaReading::Automatic) {
        return mediaTypeOf(media);
    }
    const auto known = m_types.find(media.path);
    return known != m_types.end() ? known->second : m_types.emplace(media.path, mediaTypeOf(media)).first->second;
}

void ExportMedia::require(const std::vector<MediaRecord>& media) {
    for (const MediaRecord& medium : media) {
        require(medium);
    }
}

void ExportMedia::require(const MediaRecord& media) {
    if (m_verified.count({media.path, media.sha256}) != 0) {
        return;
    }
    const std::string name = inQuotes(media.originalName.empty() ? media.path.filename().string() : media.originalName, 200);
    std::error_code error;
    if (!std::filesystem::is_regular_file(media.path, error)) {
        throw Failure("media.not_found", "The file " + name + " is not where the project expects it.",
                      "Put it back or relocate it.");
    }
    if (sha256OfFile(media.path) != media.sha256) {
        throw Failure("media.changed", "The file " + name + " was changed since it was added.",
                      "Restore it, or add it as a new item.");
    }
    if (m_transfer == MediaTransfer::Reference && firstBadUtf8Byte(media.path.string())) {
        throw Failure("media.path", "The path of " + name + " is not UTF-8 and cannot be written into a record.",
                      "Copy the media instead.");
    }
    m_verified.emplace(media.path, media.sha256);
}

std::string ExportMedia::place(const MediaRecord& media, const std::string& subfolder) {
    if (m_transfer == MediaTransfer::Reference) {
        return std::filesystem::absolute(media.path).lexically_normal().generic_string();
    }
    const auto placed = m_placed.find(subfolder + media.sha256);
    if (placed != m_placed.end()) {
        return placed->second;
    }
    const MediaType type = typeOf(media);
    std::string name = type.kind == MediaKind::Video ? "videos/" : "images/";
    name += media.sha256.substr(0, kNameLength);
    if (!type.extension.empty()) {
        name += "." + type.extension;
    }
    m_folder.copy(media.path, subfolder + name);
    m_placed.emplace(subfolder + media.sha256, name);
    return name;
}

std::vector<std::string> ExportMedia::place(const std::vector<MediaRecord>& media, const std::string& subfolder) {
    std::vector<std::string> paths;
    paths.reserve(media.size());
    for (const MediaRecord& medium : media) {
        paths.push_back(place(medium, subfolder));
    }
    return paths;
}

} // namespace trutina::storage
