// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"

#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

/// The picture of a record: embedded, or beside it.
std::vector<NewMedia> picture(FormatRecord& record) {
    const Json* path = record.find("image_path");
    const Json* image = record.find("image");
    return record.media().media(image != nullptr ? image : path, "image", MediaReading::Image);
}

NewItem pair(FormatRecord& record, const Json& texts) {
    const auto turn = [&texts](const char* role, const char* key) {
        return std::vector<Turn>{{role, textOf(required(texts, key), key)}};
    };
    NewItem item = preferencePair(turn("user", "question"), turn("assistant", "chosen"), turn("assistant", "rejected"),
                                  record.options().annotator);
    item.externalId = record.id({"idx", "id"});
    item.media = picture(record);
    return item;
}

class RlhfVFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"rlhf-v", "RLHF-V", "A picture and a text that holds question, chosen and rejected as JSON.",
                true,     false,    {"parquet", "jsonl"}};
    }
    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        const Json* text = probe.find("text");
        return text != nullptr && text->is_string() &&
               text->get_ref<const std::string&>().find("\"rejected\"") != std::string::npos;
    }
    void read(FormatRecord& record, RecordItems& out) const override {
        out.items.push_back(pair(record, parseObject(record.text("text"))));
    }
};

class RlaifVFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"rlaif-v", "RLAIF-V", "A picture, question, chosen and rejected, with where they come from.",
                true,      false,     {"parquet", "jsonl"}};
    }
    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        return probe.hasAll({"question", "chosen", "rejected"}) && (probe.has("image") || probe.has("image_path"));
    }
    void read(FormatRecord& record, RecordItems& out) const override {
        for (const char* used : {"question", "chosen", "rejected"}) {
            record.required(used);
        }
        out.items.push_back(pair(record, record.value()));
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeRlhfVFormat() {
    return std::make_unique<RlhfVFormat>();
}

std::unique_ptr<RecordFormat> makeRlaifVFormat() {
    return std::make_unique<RlaifVFormat>();
}

} // namespace trutina::storage
