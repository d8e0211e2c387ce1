// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/pair_writer.h"
#include "storage/formats/writers/parquet_splits.h"
#include "storage/formats/writers/split_files.h"

#include <memory>

namespace trutina::storage {

/// TRL's preference forms, JSONL or Parquet, every row with the same keys.
class TrlWriter : public PairWriter {
  public:
    enum class Form {
        Explicit, ///< images, prompt, chosen, rejected: what the DPO trainer wants
        Embedded, ///< the same as Parquet, with the pictures in it
        Implicit  ///< whole conversations as chosen and rejected: what the reward trainer wants; no pictures
    };
    TrlWriter(ExportTarget& target, Form form);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;
    [[nodiscard]] std::string hubConfiguration() const override;
    [[nodiscard]] bool placesMedia() const override { return m_form != Form::Embedded; }

  private:
    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;
    void writeEmbedded(const ReadyPair& pair);

    Form m_form;
    bool m_writesMargin;
    std::string m_row;                        ///< keeps its memory from row to row
    std::unique_ptr<SplitFiles> m_files;      ///< unless embedded
    std::unique_ptr<ParquetSplits> m_parquet; ///< if so
};

} // namespace trutina::storage
