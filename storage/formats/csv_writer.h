// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/pair_writer.h"
#include "storage/formats/writers/split_files.h"

#include <string>
#include <vector>

namespace trutina::storage {

/// A table of pairs after RFC 4180, one row for each pair and annotator.
class CsvWriter : public PairWriter {
  public:
    explicit CsvWriter(ExportTarget& target);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;
    [[nodiscard]] std::string hubConfiguration() const override;

  private:
    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;

    SplitFiles m_files;
};

/// One record of a CSV file with its line end; fields are put in quotation marks where they need them.
std::string csvLine(const std::vector<std::string>& fields);

} // namespace trutina::storage
