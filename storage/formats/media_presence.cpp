// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/media_presence.h"

#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace trutina::storage {

void requireMedium(const NewMedia& medium, FrameFolders folders) {
    std::error_code error;
    const auto status = std::filesystem::status(medium.file, error);
    const std::string name = inQuotes(medium.file.string(), 200);
    if (!std::filesystem::exists(status)) {
        throw Failure("media.not_found", "The file " + name + " was not found.", "Put it in its place or correct the path.",
                      error.message());
    }
    if (folders == FrameFolders::Allowed && medium.as == MediaReading::Video && std::filesystem::is_directory(status)) {
        return;
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw Failure("media.not_a_file", name + " is not a file.", "Give the path of a picture or a video.");
    }
    if (!std::ifstream(medium.file, std::ios::binary)) {
        throw Failure("media.not_readable", "The file " + name + " may not be read.", "Check its permissions.");
    }
}

void requireMedia(const NewItem& item) {
    for (const NewMedia& medium : item.media) {
        requireMedium(medium);
    }
    for (const NewCandidate& candidate : item.candidates) {
        for (const NewMedia& medium : candidate.media) {
            requireMedium(medium);
        }
    }
}

} // namespace trutina::storage
