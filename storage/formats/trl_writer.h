// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/pair_writer.h"
#include "storage/formats/writers/split_files.h"

namespace trutina::storage {

/// TRL's preference forms, JSONL, every row with the same keys.
class TrlWriter : public PairWriter {
  public:
    enum class Form {
        Explicit, ///< images, prompt, chosen, rejected: what the DPO trainer wants
        Implicit  ///< whole conversations as chosen and rejected: what the reward trainer wants; no pictures
    };
    TrlWriter(ExportTarget& target, Form form);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;
    [[nodiscard]] std::string hubConfiguration() const override;

  private:
    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;

    Form m_form;
    bool m_writesMargin;
    SplitFiles m_files;
};

} // namespace trutina::storage
