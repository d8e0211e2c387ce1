// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/pair_writer.h"

#include <memory>

namespace trutina::storage {

/// TRL's explicit-prompt vision form, JSONL, every row with the same keys.
class TrlWriter : public PairWriter {
  public:
    static FormatInfo info();
    explicit TrlWriter(ExportTarget& target);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;
    [[nodiscard]] std::string hubConfiguration() const override;

  private:
    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;

    std::unique_ptr<ExportFolder::File> m_file;
};

} // namespace trutina::storage
