// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/embedded_pictures.h"
#include "storage/formats/writers/json_pair_writers.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

/// One user turn is its text; whatever else there is are messages, as text of JSON: a column has one type in all rows.
std::string textOf(const std::vector<Turn>& turns, const char* usualRole) {
    if (turns.size() == 1 && turns.front().role == usualRole) {
        return turns.front().content;
    }
    std::string text;
    for (const Turn& turn : turns) {
        text += (text.empty() ? "" : "\n\n") + turn.role + ": " + turn.content;
    }
    return text;
}

Json messages(const std::vector<Turn>& turns) {
    Json list = Json::array();
    for (const Turn& turn : turns) {
        list.push_back({{"role", turn.role}, {"content", turn.content}});
    }
    return list;
}

} // namespace

ImageFolderWriter::ImageFolderWriter(ExportTarget& target, Form form)
    : PairWriter(target, {.candidateMedia = true, .emptyPrompt = true}), m_form(form) {
    if (form == Form::Parquet) {
        using Kind = ParquetColumn::Kind;
        std::vector<ParquetColumn> columns = {{"images", Kind::Pictures},
                                              {"prompt", Kind::Text},
                                              {"chosen", Kind::Text},
                                              {"rejected", Kind::Text},
                                              {"chosen_images", Kind::Pictures},
                                              {"rejected_images", Kind::Pictures},
                                              {"prompt_messages", Kind::Text}};
        if (target.options.rules.margin != MarginRule::None) {
            columns.push_back({"margin", Kind::Number});
        }
        m_parquet = std::make_unique<ParquetSplits>(target.folder, std::move(columns));
        return;
    }
    if (target.options.media == MediaTransfer::Reference) {
        throw Failure("export.needs_copies", "This format needs the media inside its folder.", "Choose to copy the media.");
    }
    if (target.options.rules.validationShare + target.options.rules.testShare <= 0) {
        m_files = std::make_unique<SplitFiles>(target.folder, target.options.rules,
                                               SplitFiles::Naming{.name = "metadata", .ending = ".jsonl", .isInFolder = true});
    }
}

ParquetFile& ImageFolderWriter::metadataOf(Split split) {
    std::unique_ptr<ParquetFile>& file = m_metadata[static_cast<std::size_t>(split)];
    if (file == nullptr) {
        using Kind = ParquetColumn::Kind;
        std::vector<ParquetColumn> columns = {{"images_file_names", Kind::Texts},
                                              {"prompt", Kind::Text},
                                              {"chosen", Kind::Text},
                                              {"rejected", Kind::Text},
                                              {"chosen_images_file_names", Kind::Texts},
                                              {"rejected_images_file_names", Kind::Texts},
                                              {"prompt_messages", Kind::Text}};
        if (target().options.rules.margin != MarginRule::None) {
            columns.push_back({"margin", Kind::Number});
        }
        file = std::make_unique<ParquetFile>(target().folder.create(nameOf(split) + "/metadata.parquet"), columns);
    }
    return *file;
}

std::string ImageFolderWriter::mediaFolder(Split split) const {
    return nameOf(split) + "/"; // paths are relative to the metadata file
}

void ImageFolderWriter::check(const ItemRecord& /*item*/, const PreferencePair& /*pair*/) const {}

void ImageFolderWriter::writePair(const ReadyPair& ready) {
    const ItemRecord& item = ready.source.item;
    Json row = {{"prompt", textOf(item.prompt, "user")},
                {"chosen", textOf(ready.pair.chosen->turns, "assistant")},
                {"rejected", textOf(ready.pair.rejected->turns, "assistant")},
                {"prompt_messages", messages(item.prompt).dump()}};
    if (m_parquet == nullptr) {
        row["images_file_names"] = ready.media;
        row["chosen_images_file_names"] = ready.chosenMedia;
        row["rejected_images_file_names"] = ready.rejectedMedia;
    } else {
        row["images"] = embeddedPictures(target(), item.media);
        row["chosen_images"] = embeddedPictures(target(), ready.pair.chosen->media);
        row["rejected_images"] = embeddedPictures(target(), ready.pair.rejected->media);
    }
    if (target().options.rules.margin != MarginRule::None) {
        row["margin"] = ready.pair.margin;
    }
    if (m_parquet != nullptr) {
        m_parquet->writeRow(ready.split, row);
    } else if (m_files != nullptr) {
        m_files->writeRow(ready.split, row.dump() + "\n");
    } else {
        metadataOf(ready.split).writeRow(row);
    }
}

void ImageFolderWriter::finish() {
    if (m_parquet != nullptr) {
        m_parquet->close();
    }
    if (m_files != nullptr) {
        m_files->close();
    }
    for (const auto& file : m_metadata) {
        if (file != nullptr) {
            file->close();
        }
    }
}

std::vector<std::string> ImageFolderWriter::rules() const {
    std::vector<std::string> rules = PairWriter::rules();
    rules.emplace_back(
        "`prompt`, `chosen` and `rejected` are texts; a prompt of several turns is readable there and exact, as JSON, in "
        "`prompt_messages`.");
    return rules;
}

std::string ImageFolderWriter::hubConfiguration() const {
    return m_parquet == nullptr ? "" : m_parquet->hubConfiguration();
}

std::string ImageFolderWriter::usage() const {
    if (m_parquet != nullptr) {
        return std::string(kParquetUsage);
    }
    return "```python\n"
           "from datasets import load_dataset\n\n"
           "pairs = load_dataset(\"imagefolder\", data_dir=\".\")\n"
           "```\n";
}

} // namespace trutina::storage
