// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_format.h"

#include "engine/media/picture_codecs.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace trutina::engine {

namespace {

using namespace std::string_view_literals;

constexpr std::array pictureExtensions{".jpg"sv, ".jpeg"sv, ".png"sv, ".gif"sv, ".bmp"sv, ".webp"sv};
/// The reference reads the first five alone; the others are containers of the same kind, and no picture is among them.
constexpr std::array videoExtensions{".mp4"sv, ".avi"sv,  ".mkv"sv, ".mov"sv, ".wmv"sv, ".webm"sv, ".m4v"sv, ".mpg"sv, ".mpeg"sv,
                                     ".ts"sv,  ".m2ts"sv, ".mts"sv, ".flv"sv, ".ogv"sv, ".3gp"sv,  ".3g2"sv, ".asf"sv, ".vob"sv,
                                     ".mxf"sv, ".y4m"sv,  ".m1v"sv, ".m2v"sv, ".f4v"sv, ".divx"sv, ".qt"sv,  ".ogm"sv, ".nut"sv};

std::string lowerCaseExtension(const std::filesystem::path& file) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return extension;
}

MediaKind kindByExtension(const std::filesystem::path& file) {
    if (hasPictureExtension(file)) {
        return MediaKind::Image;
    }
    const std::string extension = lowerCaseExtension(file);
    if (std::find(videoExtensions.begin(), videoExtensions.end(), extension) != videoExtensions.end()) {
        return MediaKind::Video;
    }
    throw Failure(
        "media.unsupported",
        "\"" + file.string() + "\" is of a kind that is not read" + (extension.empty() ? "." : ": " + extension + "."),
        "Use jpg, jpeg, png, gif, bmp or webp, or a video as mp4, avi, mkv, mov, wmv or webm; any other kind of video is "
        "read when it is named as a video.");
}

std::string firstBytes(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(16, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (stream.bad() || !stream.is_open()) {
        throw Failure("media.unreadable", "\"" + file.string() + "\" cannot be opened.", "Check that you may read it.");
    }
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

bool looksLikeVideo(std::string_view bytes) {
    const auto has = [bytes](std::size_t at, std::string_view text) {
        return bytes.size() > at && bytes.substr(at).starts_with(text);
    };
    return has(4, "ftyp") || has(4, "moov") || has(4, "mdat") || has(4, "wide") ||  // MP4, QuickTime
           has(0, "\x1A\x45\xDF\xA3") ||                                            // Matroska
           (has(0, "RIFF") && has(8, "AVI")) || has(0, "\x30\x26\xB2\x75\x8E\x66"); // AVI; ASF, which is WMV
}

} // namespace

Failure unreadableMedia(const std::filesystem::path& file, const std::string& detail) {
    return {"media.unreadable",
            "\"" + file.string() + "\" cannot be read: it is damaged, incomplete or something else than its name says.",
            "Open it in another program to check it, and save it anew.", detail};
}

Failure oversizedMedia(const std::filesystem::path& file, const std::string& size) {
    return {"media.too_large", "\"" + file.string() + "\" is too large: " + size + ".",
            "Scale it down; the model sees a few thousand pixels a side at most."};
}

Failure absentMedia(const std::filesystem::path& file) {
    return {"media.not_found", "\"" + file.string() + "\" does not exist.",
            "Check the path; it is relative to the file that names it."};
}

bool hasPictureExtension(const std::filesystem::path& file) {
    return std::find(pictureExtensions.begin(), pictureExtensions.end(), lowerCaseExtension(file)) != pictureExtensions.end();
}

MediaKind mediaKindOf(const std::filesystem::path& file, MediaReading as) {
    std::error_code code;
    const auto status = std::filesystem::status(file, code);
    if (std::filesystem::is_directory(status)) {
        if (as == MediaReading::Video) {
            return MediaKind::Video;
        }
        throw Failure("media.unsupported", "\"" + file.string() + "\" is a folder.",
                      "Name a picture or a video; a folder of numbered pictures is read when it is named as a video.");
    }
    const MediaKind byExtension = as == MediaReading::Video ? MediaKind::Video : kindByExtension(file);
    if (!std::filesystem::exists(status)) {
        throw absentMedia(file);
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw Failure("media.unreadable", "\"" + file.string() + "\" is not a file.", "Name a picture or a video.");
    }
    const std::string bytes = firstBytes(file);
    if (bytes.empty()) {
        throw Failure("media.unreadable", "\"" + file.string() + "\" is empty.", "Use another file.");
    }
    if (as != MediaReading::Automatic) {
        return as == MediaReading::Image ? MediaKind::Image : MediaKind::Video;
    }
    if (pictureFormatOf({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}) != PictureFormat::Unknown) {
        return MediaKind::Image;
    }
    return looksLikeVideo(bytes) ? MediaKind::Video : byExtension;
}

} // namespace trutina::engine
