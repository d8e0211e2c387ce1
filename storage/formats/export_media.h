// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_folder.h"
#include "storage/formats/media_check.h"
#include "storage/formats/transfer.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace trutina::storage {

/// Brings the media of an export to where its records can name them: copied under the name of their content, each once, left
/// where they are, or within the record.
class ExportMedia {
  public:
    ExportMedia(ExportFolder& folder, MediaTransfer transfer, FrameSheetMaker frameSheet = {})
        : m_folder(folder), m_transfer(transfer), m_frameSheet(std::move(frameSheet)) {}

    [[nodiscard]] MediaType typeOf(const MediaRecord& media) { return m_check.typeOf(media); }
    /// Throws Failure "media.not_found", or "media.changed" when the bytes are no longer those that people saw.
    void require(const std::vector<MediaRecord>& media);
    /// The path for a record: relative to the folder, or to `subfolder` in it ("train/"), when copied, otherwise absolute; a data
    /// URI when embedded. Ask require() first.
    std::string place(const MediaRecord& media, const std::string& subfolder = {});
    std::vector<std::string> place(const std::vector<MediaRecord>& media, const std::string& subfolder = {});

    /// The name of its content: "0a1b….png".
    std::string fileName(const MediaRecord& media);
    /// All of it. Throws Failure "media.too_large" beyond 1 GiB.
    [[nodiscard]] static std::string bytes(const MediaRecord& media);

  private:
    std::string placeSheet(const MediaRecord& video, const std::string& subfolder);

    ExportFolder& m_folder;
    MediaTransfer m_transfer;
    FrameSheetMaker m_frameSheet;
    MediaCheck m_check;
    std::map<std::string, std::string> m_placed; ///< name below the subfolder, by subfolder and hash
};

} // namespace trutina::storage
