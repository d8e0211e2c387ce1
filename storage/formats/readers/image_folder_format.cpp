// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/messages.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kFile = "file_name";
constexpr std::string_view kFiles = "file_names";

bool namesFiles(std::string_view column) {
    return column == kFile || column == kFiles || column.ends_with("_file_name") || column.ends_with("_file_names");
}

/// The files of a column X, kept as X_file_name or X_file_names; those of the row itself as file_name or file_names.
std::vector<NewMedia> namedFiles(FormatRecord& record, const std::string& name) {
    const std::string start = name.empty() ? "" : name + "_";
    std::vector<NewMedia> media;
    for (const std::string_view key : {kFile, kFiles}) {
        const std::string column = start + std::string(key);
        Json list;
        const Json* value = record.find(column.c_str());
        if (value != nullptr && value->is_string() && value->get_ref<const std::string&>().starts_with("[")) {
            list = Json::parse(value->get<std::string>(), nullptr, false); // a list in the cell of a table
            value = list.is_array() ? &list : value;
        }
        for (NewMedia& medium : record.media().media(value, column, MediaReading::Automatic)) {
            media.push_back(std::move(medium));
        }
    }
    return media;
}

/// The same, or the pictures themselves, as a column of a Parquet file holds them.
std::vector<NewMedia> files(FormatRecord& record, const std::string& name) {
    std::vector<NewMedia> media = namedFiles(record, name);
    if (const Json* embedded = listMember(record.value(), name.c_str())) {
        record.find(name.c_str());
        for (NewMedia& medium : record.media().media(embedded, name, MediaReading::Automatic)) {
            media.push_back(std::move(medium));
        }
    }
    return media;
}

std::vector<Turn> turns(FormatRecord& record, const char* key, const char* role) {
    const Json* value = record.find(key);
    if (value == nullptr) {
        return {};
    }
    return value->is_string() ? std::vector<Turn>{{role, value->get<std::string>()}} : messagesOf(*value, key).turns;
}

NewCandidate side(FormatRecord& record, const char* key) {
    NewCandidate candidate{turns(record, key, "assistant"), {}, namedFiles(record, key)};
    for (NewMedia& medium : files(record, std::string(key) + "_images")) {
        candidate.media.push_back(std::move(medium));
    }
    if (candidate.turns.empty() && !candidate.media.empty()) {
        candidate.turns = {{"assistant", ""}};
    }
    return candidate;
}

class ImageFolderFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {
            "hf-folder",
            "Hugging Face folder",
            "Pictures or videos with metadata.jsonl or metadata.csv: file_name, prompt, chosen and rejected; also our Parquet.",
            true,
            true,
            {}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        if (std::any_of(probe.columns.begin(), probe.columns.end(), namesFiles) ||
            probe.hasAll({"chosen_images", "rejected_images", "prompt_messages"})) {
            return true;
        }
        return !probe.records.empty() && std::any_of(probe.records.front().items().begin(), probe.records.front().items().end(),
                                                     [](const auto& entry) { return namesFiles(entry.key()); });
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        NewItem item;
        item.externalId = record.id({"id"});
        item.prompt = turns(record, "prompt", "user");
        if (const std::string exact = record.textOr("prompt_messages", ""); !exact.empty()) {
            item.prompt = messagesOf(Json::parse(exact), "prompt_messages").turns;
        }
        item.media = namedFiles(record, "");
        for (NewMedia& image : files(record, "images")) {
            item.media.push_back(std::move(image));
        }
        for (NewMedia& video : files(record, "videos")) {
            item.media.push_back(std::move(video));
        }
        const bool isPair = hasSide(record, "chosen") && hasSide(record, "rejected");
        if (isPair) {
            item.candidates = {side(record, "chosen"), side(record, "rejected")};
            item.votes = {winnerVote(record.options().annotator, 0)};
        } else {
            item.candidates = {side(record, "answer")};
            if (item.candidates.front().turns.empty()) {
                throw Failure("record.no_candidates", "The row has neither chosen and rejected nor an answer.",
                              "Name the columns by a mapping, such as --map text=answer.");
            }
        }
        if (const Json* margin = record.find("margin"); margin != nullptr && numberOf(*margin)) {
            item.meta = Json{{"margin", *numberOf(*margin)}}.dump();
        }
        settlePlaceholders(item.prompt, item.media.size());
        out.items.push_back(std::move(item));
    }

  private:
    static bool hasSide(FormatRecord& record, const std::string& key) {
        return record.find(key.c_str()) != nullptr || record.find((key + "_file_name").c_str()) != nullptr ||
               record.find((key + "_file_names").c_str()) != nullptr;
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeImageFolderFormat() {
    return std::make_unique<ImageFolderFormat>();
}

} // namespace trutina::storage
