// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/ratings.h"
#include "storage/formats/readers/record_formats.h"

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

/// Completions as a list of objects, also where a column store has turned them into an object of lists.
std::vector<Json> completionsOf(const Json& value) {
    if (value.is_array()) {
        return value;
    }
    if (!value.is_object()) {
        refuseType("completions", "a list of answers", value);
    }
    std::vector<Json> list;
    for (const auto& [key, column] : value.items()) {
        const Json& entries = listOf(column, "completions." + key);
        list.resize(std::max(list.size(), entries.size()), Json::object());
        for (std::size_t index = 0; index < entries.size(); ++index) {
            list[index][key] = entries[index];
        }
    }
    return list;
}

class VlFeedbackFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {
            "vlfeedback",
            "VLFeedback",
            "A picture, a prompt and several answers with ratings; a rule makes pairs of them, or they are items to be judged.",
            true,
            false,
            {"jsonl", "parquet"},
            {.buildsPairs = true}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        return probe.hasAll({"prompt", "completions"}) && (probe.has("models") || probe.has("img_path"));
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        NewItem item;
        item.externalId = record.id({"id"});
        item.prompt = {{"user", record.text("prompt")}};
        const Json* path = record.find("img_path");
        const Json* image = record.find("image");
        item.media = record.media().media(image != nullptr ? image : path, "image", MediaReading::Image);
        std::vector<Json> ratings;
        for (const Json& completion : completionsOf(record.required("completions"))) {
            const std::string at = element("completions", item.candidates.size());
            NewCandidate candidate;
            candidate.turns = {{"assistant", textOf(required(completion, "response"), at + ".response")}};
            if (const Json* model = stringMember(completion, "model")) {
                candidate.name = model->get<std::string>();
            }
            item.candidates.push_back(std::move(candidate));
            const Json* annotations = member(completion, "annotations");
            ratings.push_back(annotations == nullptr ? Json::object() : *annotations);
        }
        addRated(std::move(item), ratings, record.options(), out);
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeVlFeedbackFormat() {
    return std::make_unique<VlFeedbackFormat>();
}

} // namespace trutina::storage
