// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_folder.h"
#include "storage/formats/transfer.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace trutina::storage {

enum class Split { Train, Validation, Test };

std::string nameOf(Split split); ///< "train", "validation", "test"

/// Where an item belongs: told by a hash of its prompt, its media and the seed, so that the same question is always in the same
/// split, on every machine and however many items there are.
Split splitOf(const ItemRecord& item, const PairRules& rules);

/// The data files of an export: one alone, or one for each split that has rows.
class SplitFiles {
  public:
    struct Naming {
        std::string name;               ///< "pairs"; with splits "train" and so on
        std::string ending;             ///< ".jsonl"
        bool keepsName = false;         ///< with splits "train_pairs"
        bool isThereWithoutRows = true; ///< unless divided
        bool isInFolder = false;        ///< "train/metadata.jsonl", also without splits
    };
    SplitFiles(ExportFolder& folder, const PairRules& rules, Naming naming);

    /// The file of a split; made when it is asked for first.
    ExportFolder::File& of(Split split);
    [[nodiscard]] std::int64_t rows(Split split) const; ///< written by writeRow()
    void writeRow(Split split, const std::string& row);
    /// For JSON lists: brackets and commas around the rows.
    void writeElement(Split split, const std::string& element);
    void close();
    void closeLists(); ///< the same for files of elements

    [[nodiscard]] std::string name(Split split) const;
    [[nodiscard]] std::vector<std::string> names() const; ///< of the files there are
    /// Lines of YAML for dataset hubs; empty without rows.
    [[nodiscard]] std::string hubConfiguration() const;

  private:
    struct Part {
        std::string name;
        std::unique_ptr<ExportFolder::File> file;
        std::int64_t rows = 0;
    };

    Part& part(Split split);

    ExportFolder& m_folder;
    bool m_isDivided;
    std::array<Part, 3> m_parts;
};

} // namespace trutina::storage
