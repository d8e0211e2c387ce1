// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/messages.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"

#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

/// As the training script reads speakers: everybody else is the assistant.
std::vector<Turn> conversation(FormatRecord& record, const char* key) {
    std::vector<Turn> turns;
    for (const Json& entry : listOf(record.required(key), key)) {
        const std::string at = element(key, turns.size());
        const std::string from = textOf(required(entry, "from"), at + ".from");
        const bool isUser = from == "human" || from == "user";
        turns.push_back({isUser             ? "user"
                         : from == "system" ? "system"
                                            : "assistant",
                         textOf(required(entry, "value"), at + ".value")});
    }
    return turns;
}

class IxcFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {
            "ixc",
            "IXC-2.5-Reward training data",
            "JSON lists of conversations_a (chosen) and conversations_b (rejected) with image, or the data.txt that names them.",
            true,
            true,
            {"json"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        return looksLikeMessages(probe.find("conversations_a")) && looksLikeMessages(probe.find("conversations_b"));
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        std::vector<Turn> chosen = conversation(record, "conversations_a");
        std::vector<Turn> rejected = conversation(record, "conversations_b");
        std::vector<Turn> prompt = takeCommonStart(chosen, rejected);
        NewItem item = preferencePair(std::move(prompt), std::move(chosen), std::move(rejected), record.options().annotator);
        item.externalId = record.id({"id"});
        item.media = record.media().media(record.find("image"), "image", MediaReading::Automatic);
        out.items.push_back(std::move(item));
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeIxcFormat() {
    return std::make_unique<IxcFormat>();
}

} // namespace trutina::storage
