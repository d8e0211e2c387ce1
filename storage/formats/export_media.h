// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_folder.h"
#include "storage/formats/media_check.h"
#include "storage/formats/transfer.h"

#include <map>
#include <string>
#include <vector>

namespace trutina::storage {

/// Brings the media of an export to where its records can name them: copied under the name of their content, each once, or left
/// where they are.
class ExportMedia {
  public:
    ExportMedia(ExportFolder& folder, MediaTransfer transfer) : m_folder(folder), m_transfer(transfer) {}

    [[nodiscard]] MediaType typeOf(const MediaRecord& media) { return m_check.typeOf(media); }
    /// Throws Failure "media.not_found", or "media.changed" when the bytes are no longer those that people saw.
    void require(const std::vector<MediaRecord>& media);
    /// The path for a record: relative to the folder, or to `subfolder` in it ("train/"), when copied, otherwise absolute. Ask
    /// require() first.
    std::string place(const MediaRecord& media, const std::string& subfolder = {});
    std::vector<std::string> place(const std::vector<MediaRecord>& media, const std::string& subfolder = {});

  private:
    ExportFolder& m_folder;
    MediaTransfer m_transfer;
    MediaCheck m_check;
    std::map<std::string, std::string> m_placed; ///< name below the subfolder, by subfolder and hash
};

} // namespace trutina::storage
