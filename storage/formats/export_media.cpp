// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/export_media.h"

#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <utility>

namespace trutina::storage {
namespace {

/// Half of a SHA-256 tells any two pictures apart and keeps the names readable.
constexpr std::size_t kNameLength = 32;

} // namespace

void ExportMedia::require(const std::vector<MediaRecord>& media) {
    for (const MediaRecord& medium : media) {
        m_check.require(medium);
        if (m_transfer == MediaTransfer::Reference && firstBadUtf8Byte(medium.path.string())) {
            throw Failure("media.path",
                          "The path of " + nameForPeople(medium) + " is not UTF-8 and cannot be written into a record.",
                          "Copy the media instead.");
        }
    }
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
