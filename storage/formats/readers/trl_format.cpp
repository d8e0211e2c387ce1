// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/messages.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"
#include "storage/formats/readers/side_by_side.h"

#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

/// One answer and whether it is good; there is nothing to compare it with, so that it is an item with a mark in its meta.
void readUnpaired(FormatRecord& record, const Json& label, RecordItems& out) {
    const auto isGood = truthOf(label);
    if (!isGood) {
        refuseType("label", "true or false", label);
    }
    NewItem item;
    SidesReader sides(record);
    item.prompt = sides.prompt({"prompt"});
    item.candidates = {{sides.answer(record.required("completion"), "completion"), {}, {}}};
    item.media = sides.media();
    settlePlaceholders(item.prompt, sides.images());
    item.meta = Json{{"label", *isGood}}.dump();
    out.items.push_back(std::move(item));
}

class TrlFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"trl",
                "TRL preference pairs",
                "prompt, chosen and rejected as texts or messages, with or without a prompt, images and margin; also unpaired.",
                true,
                true,
                {"jsonl", "json", "parquet"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        if (probe.kind == SourceKind::Table) {
            return false;
        }
        const auto isSide = [](const Json* value) {
            return value != nullptr && (value->is_string() || looksLikeMessages(value));
        };
        const bool isPair = isSide(probe.find("chosen")) && isSide(probe.find("rejected"));
        const bool isUnpaired = isSide(probe.find("completion")) && probe.has("label");
        return isPair || isUnpaired;
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        if (const Json* label = record.find("label"); label != nullptr && record.find("completion") != nullptr) {
            readUnpaired(record, *label, out);
            return;
        }
        SidesReader sides(record);
        NewItem item = sides.pair({"prompt"}, "chosen", "rejected");
        item.externalId = record.id({"id"});
        if (const Json* margin = record.find("margin")) {
            const auto number = numberOf(*margin);
            if (!number) {
                refuseType("margin", "a number", *margin);
            }
            item.meta = Json{{"margin", *number}}.dump();
        }
        out.items.push_back(std::move(item));
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeTrlFormat() {
    return std::make_unique<TrlFormat>();
}

} // namespace trutina::storage
