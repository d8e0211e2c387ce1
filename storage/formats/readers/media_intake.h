// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// Turns what records say about media into files: paths, data URIs, and bytes that are embedded in the record, which are written
/// into a folder of their own that goes away with the intake. Addresses of the web are refused: nothing is fetched.
///
/// Throws Failure "media.path", "media.data", "record.wrong_type", "disk.full", "disk.write".
class MediaIntake {
  public:
    /// `folder` is what relative paths are relative to; empty: the folder of the record.
    MediaIntake(std::filesystem::path folder, bool keepsEmbedded);
    ~MediaIntake();
    MediaIntake(const MediaIntake&) = delete;
    MediaIntake& operator=(const MediaIntake&) = delete;

    /// Embedded media of the record before go away, unless they are kept.
    void beginRecord(const std::filesystem::path& recordFolder);

    /// One medium: a path, a data URI, bytes, or an object with `path`, `bytes` or `url`.
    NewMedia medium(const nlohmann::json& value, const std::string& place, MediaReading as);
    /// A list of them, or one alone; null and empty texts are none.
    std::vector<NewMedia> media(const nlohmann::json* value, const std::string& place, MediaReading as);

  private:
    NewMedia embedded(std::string_view bytes, MediaReading as, const std::string& name);
    NewMedia fromText(const std::string& text, const std::string& place, MediaReading as);

    std::filesystem::path m_folder;
    std::filesystem::path m_recordFolder;
    bool m_keepsEmbedded;
    std::filesystem::path m_temporary; ///< made with the first embedded medium
    std::vector<std::filesystem::path> m_written;
    std::int64_t m_count = 0;
};

/// The bytes of a base64 text; white space is passed over. Throws Failure "media.data".
std::string decodeBase64(std::string_view text);
std::string encodeBase64(std::string_view bytes);

} // namespace trutina::storage
