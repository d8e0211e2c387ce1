// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/export_media.h"

#include "storage/formats/readers/media_intake.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <cstdint>
#include <fstream>
#include <system_error>
#include <utility>

namespace trutina::storage {
namespace {

/// Half of a SHA-256 tells any two pictures apart and keeps the names readable.
constexpr std::size_t kNameLength = 32;
constexpr std::uintmax_t kMostEmbedded = std::uintmax_t{1} << 30U;

std::string mimeTypeOf(const MediaType& type) {
    const std::string name = type.extension == "jpg" ? "jpeg" : type.extension;
    return (type.kind == MediaKind::Video ? "video/" : "image/") + (name.empty() ? "octet-stream" : name);
}

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

std::string ExportMedia::fileName(const MediaRecord& media) {
    const MediaType type = typeOf(media);
    return media.sha256.substr(0, kNameLength) + (type.extension.empty() ? "" : "." + type.extension);
}

std::string ExportMedia::bytes(const MediaRecord& media) {
    std::error_code error;
    const auto size = std::filesystem::file_size(media.path, error);
    if (!error && size > kMostEmbedded) {
        throw Failure("media.too_large", "The file " + nameForPeople(media) + " is too large to be embedded.",
                      "Copy the media instead.");
    }
    std::ifstream stream(media.path, std::ios::binary);
    std::string bytes(error ? 0 : size, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (error || !stream || bytes.empty()) {
        throw Failure("media.not_readable", "The file " + nameForPeople(media) + " could not be read.",
                      "Check that it may be read.");
    }
    return bytes;
}

std::string ExportMedia::placeSheet(const MediaRecord& video, const std::string& subfolder) {
    const std::string name = "images/" + video.sha256.substr(0, kNameLength) + "-frames.png";
    if (m_placed.count(subfolder + video.sha256) == 0) {
        m_folder.write(subfolder + name, m_frameSheet(video.path));
        m_placed.emplace(subfolder + video.sha256, name);
    }
    return name;
}

std::string ExportMedia::place(const MediaRecord& media, const std::string& subfolder) {
    if (m_frameSheet && typeOf(media).kind == MediaKind::Video) {
        return placeSheet(media, subfolder);
    }
    if (m_transfer == MediaTransfer::Embed) {
        const MediaType type = typeOf(media);
        return "data:" + mimeTypeOf(type) + ";base64," + encodeBase64(bytes(media));
    }
    if (m_transfer == MediaTransfer::Reference) {
        return std::filesystem::absolute(media.path).lexically_normal().generic_string();
    }
    const auto placed = m_placed.find(subfolder + media.sha256);
    if (placed != m_placed.end()) {
        return placed->second;
    }
    const MediaType type = typeOf(media);
    const std::string name = (type.kind == MediaKind::Video ? "videos/" : "images/") + fileName(media);
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
