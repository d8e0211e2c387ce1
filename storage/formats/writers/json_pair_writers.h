// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/pair_writer.h"
#include "storage/formats/writers/split_files.h"

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

/// ms-swift's preference records, JSONL.
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

    SplitFiles m_files;
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

/// A Hugging Face folder: metadata.jsonl beside the pictures, one folder for each split.
class ImageFolderWriter : public PairWriter {
  public:
    explicit ImageFolderWriter(ExportTarget& target);

    void finish() override;
    [[nodiscard]] std::vector<std::string> rules() const override;
    [[nodiscard]] std::string usage() const override;

  private:
    [[nodiscard]] std::string mediaFolder(Split split) const override;
    void check(const ItemRecord& item, const PreferencePair& pair) const override;
    void writePair(const ReadyPair& pair) override;

    SplitFiles m_files;
};

} // namespace trutina::storage
