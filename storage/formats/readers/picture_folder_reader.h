// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trutina::storage {

/// A folder of pictures or videos that answer one prompt, or a folder of such folders. Each gives one item whose answers are its
/// two to nine files, by name. The prompt stands in a file named prompt.txt, or in the options.
class PictureFolderReader : public ItemReader {
  public:
    static FormatInfo info();
    /// Whether it is a folder with pictures or videos, in it or one level down, and without a list of them.
    static bool recognises(const std::filesystem::path& folder);

    PictureFolderReader(const std::filesystem::path& folder, const ReadingOptions& options);

    std::optional<NewItem> next(TransferReport& report) override;
    [[nodiscard]] TransferProgress progress() const override;

  private:
    std::string m_source;
    std::string m_prompt;
    std::vector<std::filesystem::path> m_folders; ///< by name
    std::size_t m_next = 0;
};

} // namespace trutina::storage
