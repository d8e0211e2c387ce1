// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/pair_writer.h"
#include "storage/formats/writers/split_files.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trutina::storage {

/// The training format of IXC-2.5-Reward: a JSON array for text pairs, one for picture pairs, and data.txt, which lists them.
class IxcWriter : public PairWriter {
  public:
    explicit IxcWriter(ExportTarget& target);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;

  private:
    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;

    SplitFiles m_text; ///< the files appear with their first records
    SplitFiles m_images;
    std::int64_t m_records = 0;
};

/// The number of data.txt for a file: thousands, such that the loader's int(1000 * number) is exactly `records`.
std::string thousandsOf(std::int64_t records);

} // namespace trutina::storage
