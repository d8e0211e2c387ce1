// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/readers/record_format.h"
#include "storage/formats/sources/record_source.h"
#include "storage/formats/transfer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace trutina::storage {

/// Reads conversation records, one a line or a list of them. Media paths are relative to the file, unless the options say
/// otherwise.
class ConversationReader : public ItemReader {
  public:
    static FormatInfo info();
    /// Whether one of the first records has a list named `messages`.
    static bool recognises(const FileProbe& probe);

    ConversationReader(const std::filesystem::path& file, const ReadingOptions& options);

    std::optional<NewItem> next(TransferReport& report) override;
    [[nodiscard]] TransferProgress progress() const override;

  private:
    std::string m_name;
    std::filesystem::path m_mediaFolder;
    std::unique_ptr<RecordSource> m_source;
};

} // namespace trutina::storage
