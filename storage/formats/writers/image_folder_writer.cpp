// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/json_pair_writers.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

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

ImageFolderWriter::ImageFolderWriter(ExportTarget& target)
    : PairWriter(target, {.candidateMedia = true, .emptyPrompt = true}),
      m_files(target.folder, target.options.rules, {.name = "metadata", .ending = ".jsonl", .isInFolder = true}) {
    if (target.options.media == MediaTransfer::Reference) {
        throw Failure("export.needs_copies", "This format needs the media inside its folder.", "Choose to copy the media.");
    }
}

std::string ImageFolderWriter::mediaFolder(Split split) const {
    return nameOf(split) + "/"; // paths are relative to the metadata file
}

void ImageFolderWriter::check(const ItemRecord& /*item*/, const PreferencePair& /*pair*/) const {}

void ImageFolderWriter::writePair(const ReadyPair& ready) {
    const ItemRecord& item = ready.source.item;
    Json row = {{"images_file_names", ready.media},
                {"prompt", textOf(item.prompt, "user")},
                {"chosen", textOf(ready.pair.chosen->turns, "assistant")},
                {"rejected", textOf(ready.pair.rejected->turns, "assistant")},
                {"chosen_images_file_names", ready.chosenMedia},
                {"rejected_images_file_names", ready.rejectedMedia},
                {"prompt_messages", messages(item.prompt).dump()}};
    if (target().options.rules.margin != MarginRule::None) {
        row["margin"] = ready.pair.margin;
    }
    m_files.writeRow(ready.split, row.dump() + "\n");
}

void ImageFolderWriter::finish() {
    m_files.close();
}

std::vector<std::string> ImageFolderWriter::rules() const {
    std::vector<std::string> rules = PairWriter::rules();
    rules.emplace_back(
        "`prompt`, `chosen` and `rejected` are texts; a prompt of several turns is readable there and exact, as JSON, in "
        "`prompt_messages`.");
    return rules;
}

std::string ImageFolderWriter::usage() const {
    return "```python\n"
           "from datasets import load_dataset\n\n"
           "pairs = load_dataset(\"imagefolder\", data_dir=\".\")\n"
           "```\n";
}

} // namespace trutina::storage
