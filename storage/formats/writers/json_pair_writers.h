// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/pair_writer.h"
#include "storage/formats/writers/parquet_splits.h"
#include "storage/formats/writers/split_files.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace trutina::storage {

/// LLaMA-Factory's sharegpt preference records, a JSON list, and the dataset_info.json that describes them.
class LlamaFactoryWriter : public PairWriter {
  public:
    explicit LlamaFactoryWriter(ExportTarget& target);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;

  private:
    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;

    SplitFiles m_files;
    bool m_hasImages = false;
    bool m_hasVideos = false;
};

/// ms-swift's preference records, JSONL: one file of rejected texts, one of rejected messages. In one file a row would have an
/// empty cell in the other's column, for which ms-swift drops it.
class MsSwiftWriter : public PairWriter {
  public:
    explicit MsSwiftWriter(ExportTarget& target);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;
    [[nodiscard]] std::string hubConfiguration() const override;

  private:
    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;

    SplitFiles m_texts;
    SplitFiles m_messages; ///< appears with its first record
};

/// OpenRLHF's preference records, JSONL: a prompt of messages and two sides of messages.
class OpenRlhfWriter : public PairWriter {
  public:
    explicit OpenRlhfWriter(ExportTarget& target);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;
    [[nodiscard]] std::string hubConfiguration() const override;

  private:
    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;

    SplitFiles m_files;
};

/// A Hugging Face folder, metadata.jsonl beside the pictures; with splits one folder for each, and metadata.parquet, because
/// datasets wants the same types in all of them and JSON has none for empty lists. Or the same columns as Parquet with the
/// pictures in it.
class ImageFolderWriter : public PairWriter {
  public:
    enum class Form { Folder, Parquet };
    ImageFolderWriter(ExportTarget& target, Form form);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;
    [[nodiscard]] std::string hubConfiguration() const override;

  private:
    [[nodiscard]] bool placesMedia() const override { return m_form == Form::Folder; }
    [[nodiscard]] std::string mediaFolder(Split split) const override;
    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;

    Form m_form;
    ParquetFile& metadataOf(Split split);

    std::unique_ptr<SplitFiles> m_files;                    ///< of a folder without splits
    std::array<std::unique_ptr<ParquetFile>, 3> m_metadata; ///< of one with splits
    std::unique_ptr<ParquetSplits> m_parquet;               ///< of Parquet
};

} // namespace trutina::storage
