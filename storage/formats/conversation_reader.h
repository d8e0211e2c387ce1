// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/line_reader.h"
#include "storage/formats/transfer.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

namespace trutina::storage {

/// Reads conversation records, one a line. Media paths are relative to the file.
class ConversationReader : public ItemReader {
  public:
    static FormatInfo info();
    /// Whether one of the first lines is an object with a list named `messages`.
    static bool recognises(const std::filesystem::path& file);

    explicit ConversationReader(const std::filesystem::path& file);

    std::optional<NewItem> next(TransferReport& report) override;
    [[nodiscard]] TransferProgress progress() const override;

  private:
    std::filesystem::path m_directory;
    std::string m_source;
    std::ifstream m_stream;
    LineReader m_lines;
    std::int64_t m_size;
};

} // namespace trutina::storage
