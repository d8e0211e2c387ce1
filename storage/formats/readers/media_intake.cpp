// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/media_intake.h"

#include "storage/formats/json_access.h"
#include "storage/formats/media_kind.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>
#include <stdlib.h> // NOLINT(modernize-deprecated-headers): mkdtemp

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::filesystem::path makeTemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "trutina-import-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw Failure("disk.write", "No folder for embedded pictures could be made in " + inQuotes(name, 200) + ".",
                      "Check that the folder for temporary files may be written to.", std::strerror(errno));
    }
    return name;
}

/// The last part of a path that somebody else wrote, as far as it can be the name of a file here.
std::string plainName(const std::string& path) {
    const std::string name = path.substr(path.find_last_of("/\\") + 1);
    const bool isUsable = !name.empty() && name != "." && name != ".." && name.size() <= 100 && !firstBadUtf8Byte(name) &&
                          name.find('\0') == std::string::npos;
    return isUsable ? name : std::string();
}

} // namespace

std::string decodeBase64(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    unsigned int group = 0;
    int bits = 0;
    bool isPadded = false;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            continue;
        }
        if (c == '=') {
            isPadded = true;
            continue;
        }
        // Also the alphabet for addresses.
        const char plain = c == '-' ? '+' : c == '_' ? '/' : c;
        const auto value = kAlphabet.find(plain);
        if (value == std::string_view::npos || isPadded) {
            throw Failure("media.data", "An embedded medium is not base64.", "Check how the record was made.");
        }
        group = (group << 6U) | static_cast<unsigned int>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((group >> static_cast<unsigned int>(bits)) & 0xFFU);
            group &= (1U << static_cast<unsigned int>(bits)) - 1U;
        }
    }
    return bytes;
}

std::string encodeBase64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        unsigned int group = 0;
        for (std::size_t index = 0; index < 3; ++index) {
            group = (group << 8U) | (index < count ? static_cast<unsigned char>(bytes[at + index]) : 0U);
        }
        for (std::size_t index = 0; index < 4; ++index) {
            text += index <= count ? kAlphabet[(group >> (18U - 6U * static_cast<unsigned int>(index))) & 63U] : '=';
        }
    }
    return text;
}

MediaIntake::MediaIntake(std::filesystem::path folder, bool keepsEmbedded)
    : m_folder(folder.empty() ? folder : std::filesystem::absolute(folder)), m_keepsEmbedded(keepsEmbedded) {}

MediaIntake::~MediaIntake() {
    if (!m_temporary.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(m_temporary, ignored);
    }
}

void MediaIntake::beginRecord(const std::filesystem::path& recordFolder) {
    m_recordFolder = recordFolder;
    if (!m_keepsEmbedded) {
        for (const auto& file : std::exchange(m_written, {})) {
            std::error_code ignored;
            std::filesystem::remove_all(file.parent_path(), ignored);
        }
    }
}

NewMedia MediaIntake::embedded(std::string_view bytes, MediaReading as, const std::string& name) {
    if (bytes.empty()) {
        throw Failure("media.data", "An embedded medium has no bytes.", "Check how the record was made.");
    }
    if (m_temporary.empty()) {
        m_temporary = makeTemporaryFolder();
    }
    // A folder for each: the file keeps the name that it had.
    const std::filesystem::path folder = m_temporary / std::to_string(++m_count);
    std::error_code error;
    std::filesystem::create_directory(folder, error);
    std::string fileName = plainName(name);
    if (fileName.empty()) {
        const MediaType type = mediaTypeOf(bytes.substr(0, 64));
        fileName = type.extension.empty() ? "embedded" : "embedded." + type.extension;
    }
    const std::filesystem::path file = folder / fileName;
    std::ofstream stream(file, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (error || !stream) {
        const bool isFull = std::filesystem::space(m_temporary, error).available < bytes.size();
        throw Failure(isFull ? "disk.full" : "disk.write",
                      "An embedded picture could not be written to " + inQuotes(file.string(), 200) + ".",
                      "Free some space, or set TMPDIR to another folder.");
    }
    m_written.push_back(file);
    return {file, as, true};
}

NewMedia MediaIntake::fromText(const std::string& text, const std::string& place, MediaReading as) {
    if (text.empty() || text.find('\0') != std::string::npos) {
        throw Failure("media.path", place + " is not the path of a file.", "Give the path of a picture or a video.");
    }
    if (text.starts_with("data:")) {
        const auto comma = text.find(',');
        const std::string_view head = std::string_view(text).substr(0, std::min(comma, text.size()));
        if (comma == std::string::npos || !head.ends_with(";base64")) {
            throw Failure("media.data", place + " is a data URI that is not base64.", "Embed the bytes as base64.");
        }
        return embedded(decodeBase64(std::string_view(text).substr(comma + 1)), as, {});
    }
    if (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("s3://") || text.starts_with("hf://")) {
        throw Failure("media.path", place + " is " + inQuotes(text, 40) + ", which does not lie on this computer.",
                      "Save the file beside the records and give its path.");
    }
    const std::string path = text.starts_with("file://") ? text.substr(7) : text;
    return {((m_folder.empty() ? m_recordFolder : m_folder) / std::filesystem::path(path)).lexically_normal(), as};
}

NewMedia MediaIntake::medium(const Json& value, const std::string& place, MediaReading as) {
    if (value.is_string()) {
        return fromText(value.get<std::string>(), place, as);
    }
    const auto bytesOf = [](const Json& binary) {
        const auto& bytes = binary.get_binary();
        return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    };
    if (value.is_binary()) {
        return embedded(bytesOf(value), as, {});
    }
    if (!value.is_object()) {
        refuseType(place, "a path or an object with a path or bytes", value);
    }
    const Json* path = stringMember(value, "path");
    if (const Json* bytes = member(value, "bytes")) {
        const std::string name = path == nullptr ? std::string() : path->get<std::string>();
        return bytes->is_binary() ? embedded(bytesOf(*bytes), as, name)
                                  : embedded(decodeBase64(textOf(*bytes, place + ".bytes")), as, name);
    }
    for (const char* key : {"path", "url", "image", "video"}) {
        if (const Json* text = stringMember(value, key)) {
            return fromText(text->get<std::string>(), place + "." + key, as);
        }
    }
    throw Failure("record.wrong_type", place + " has neither a path nor bytes.",
                  "A medium is a path, a data URI, or an object with path or bytes.");
}

std::vector<NewMedia> MediaIntake::media(const Json* value, const std::string& place, MediaReading as) {
    std::vector<NewMedia> media;
    if (value == nullptr || value->is_null() || (value->is_string() && value->get_ref<const std::string&>().empty())) {
        return media;
    }
    if (!value->is_array()) {
        media.push_back(medium(*value, place, as));
        return media;
    }
    for (const Json& entry : *value) {
        media.push_back(medium(entry, element(place, media.size()), as));
    }
    return media;
}

} // namespace trutina::storage
