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

std::vector<Turn> answer(const Json& value, const std::string& place) {
    if (value.is_string()) {
        return {{"assistant", value.get<std::string>()}};
    }
    return messagesOf(value.is_array() ? value : Json::array({value}), place).turns;
}

/// The alpaca form: instruction and input make the question, `history` the turns before.
std::vector<Turn> alpacaPrompt(FormatRecord& record) {
    std::vector<Turn> prompt;
    if (const std::string system = record.textOr("system", ""); !system.empty()) {
        prompt.push_back({"system", system});
    }
    if (const Json* history = record.find("history")) {
        for (const Json& exchange : listOf(*history, "history")) {
            const Json& both = listOf(exchange, "history[]");
            if (both.size() != 2) {
                refuseType("history[]", "a question and its answer", both);
            }
            prompt.push_back({"user", textOf(both[0], "history[][0]")});
            prompt.push_back({"assistant", textOf(both[1], "history[][1]")});
        }
    }
    const std::string instruction = record.textOr("instruction", "");
    const std::string input = record.textOr("input", "");
    prompt.push_back({"user", instruction.empty() || input.empty() ? instruction + input : instruction + "\n" + input});
    return prompt;
}

class LlamaFactoryFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"llama-factory",
                "LLaMA-Factory preference sets",
                "sharegpt (conversations, chosen, rejected) and alpaca (instruction, chosen, rejected) records, or a "
                "dataset_info.json.",
                true,
                true,
                {"json", "jsonl"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        const bool isSharegpt = looksLikeMessages(probe.find("conversations")) && (probe.has("chosen") || probe.has("kto_tag"));
        return isSharegpt || (probe.kind != SourceKind::Table && probe.hasAll({"instruction", "chosen", "rejected"}));
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        std::vector<Turn> prompt;
        if (const Json* conversations = record.find("conversations")) {
            prompt = messagesOf(*conversations, "conversations").turns;
            if (const std::string system = record.textOr("system", ""); !system.empty()) {
                prompt.insert(prompt.begin(), {"system", system});
            }
        } else {
            prompt = alpacaPrompt(record);
        }
        NewItem item;
        if (const Json* label = record.find("kto_tag")) {
            const auto isGood = truthOf(*label);
            if (!isGood) {
                refuseType("kto_tag", "true or false", *label);
            }
            if (prompt.empty() || prompt.back().role != "assistant") {
                throw Failure("record.no_answer", "The conversation does not end with an assistant turn.",
                              "End it with the answer.");
            }
            item.candidates = {{{std::move(prompt.back())}, {}, {}}};
            prompt.pop_back();
            item.meta = Json{{"label", *isGood}}.dump();
            item.prompt = std::move(prompt);
        } else {
            item = preferencePair(std::move(prompt), answer(record.required("chosen"), "chosen"),
                                  answer(record.required("rejected"), "rejected"), record.options().annotator);
        }
        item.externalId = record.id({"id"});
        item.media = record.media().media(record.find("images"), "images", MediaReading::Image);
        const std::size_t images = item.media.size();
        for (NewMedia& video : record.media().media(record.find("videos"), "videos", MediaReading::Video)) {
            item.media.push_back(std::move(video));
        }
        replaceTokens(item.prompt, images, item.media.size() - images);
        settlePlaceholders(item.prompt, images);
        out.items.push_back(std::move(item));
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeLlamaFactoryFormat() {
    return std::make_unique<LlamaFactoryFormat>();
}

} // namespace trutina::storage
