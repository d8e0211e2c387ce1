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

class OpenRlhfFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"openrlhf",
                "OpenRLHF preference records",
                "input (or prompt, question, context) with chosen and rejected as texts or messages.",
                true,
                true,
                {"jsonl", "json"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        return probe.kind != SourceKind::Table && probe.hasAll({"chosen", "rejected"}) && !probe.has("instruction") &&
               !probe.has("origin_dataset") && (probe.has("input") || probe.has("context") || probe.has("question"));
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        SidesReader sides(record);
        NewItem item = sides.pair({"input", "prompt", "question", "context"}, "chosen", "rejected");
        item.externalId = record.id({"id"});
        if (const Json* margin = record.find("margin"); margin != nullptr && numberOf(*margin)) {
            item.meta = Json{{"margin", *numberOf(*margin)}}.dump();
        }
        out.items.push_back(std::move(item));
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeOpenRlhfFormat() {
    return std::make_unique<OpenRlhfFormat>();
}

} // namespace trutina::storage
