// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/readers/record_format.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trutina::storage {

/// What somebody answered about an item in Potato, as it stands in their user_state.json: labels by scheme and name.
struct PotatoAnswer {
    std::string annotator;
    std::vector<std::pair<std::string, nlohmann::json>> schemes; ///< in the order of the file; each an object
};

/// The data file of a Potato task, with the answers of everybody from annotation_output/NAME/user_state.json beside it or beside
/// its folder. Each item gives one item, each annotator's comparison or ranking a vote. The answers of all are held in memory.
class PotatoReader : public ItemReader {
  public:
    static FormatInfo info();
    /// Whether it is a file with such a folder.
    static bool recognises(const std::filesystem::path& file);

    /// Throws Failure "folder.no_metadata" without answers of anybody.
    PotatoReader(const std::filesystem::path& file, const ReadingOptions& options);
    ~PotatoReader() override;

    std::optional<NewItem> next(TransferReport& report) override;
    [[nodiscard]] TransferProgress progress() const override;

  private:
    class Format;
    std::unique_ptr<Format> m_format;
    std::unique_ptr<RecordReader> m_reader;
    std::vector<Error> m_unreadable; ///< states of annotators, told with the first item
};

} // namespace trutina::storage
