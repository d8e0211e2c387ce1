// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/pair_writer.h"

#include <memory>

namespace trutina::storage {

/// The training format of IXC-2.5-Reward: a JSON array for text pairs, one for picture pairs, and data.txt, which lists them.
class IxcWriter : public PairWriter {
  public:
    static FormatInfo info();
    explicit IxcWriter(ExportTarget& target);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;

  private:
    /// A JSON array that is written record by record; the file appears with the first one.
    struct Part {
        const char* name;
        std::unique_ptr<ExportFolder::File> file;
        std::int64_t records = 0;
    };

    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;

    Part m_text{"text_pairs.json", nullptr, 0};
    Part m_images{"image_pairs.json", nullptr, 0};
};

/// The number of data.txt for a file: thousands, such that the loader's int(1000 * number) is exactly `records`.
std::string thousandsOf(std::int64_t records);

} // namespace trutina::storage
