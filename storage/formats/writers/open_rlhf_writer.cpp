// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/json_pair_writers.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

Json messages(const std::vector<Turn>& turns) {
    Json list = Json::array();
    for (const Turn& turn : turns) {
        list.push_back({{"role", turn.role}, {"content", turn.content}});
    }
    return list;
}

} // namespace

OpenRlhfWriter::OpenRlhfWriter(ExportTarget& target)
    : PairWriter(target, {}), m_files(target.folder, target.options.rules, {.name = "pairs", .ending = ".jsonl"}) {}

void OpenRlhfWriter::check(const ItemRecord& item, const PreferencePair& /*pair*/) const {
    if (!item.media.empty()) {
        throw Failure("pair.media", "The item has pictures, which the trainer cannot read.");
    }
}

void OpenRlhfWriter::writePair(const ReadyPair& ready) {
    Json row = {{"input", messages(ready.source.item.prompt)},
                {"chosen", messages(ready.pair.chosen->turns)},
                {"rejected", messages(ready.pair.rejected->turns)}};
    if (target().options.rules.margin != MarginRule::None) {
        row["margin"] = ready.pair.margin;
    }
    m_files.writeRow(ready.split, row.dump() + "\n");
}

void OpenRlhfWriter::finish() {
    m_files.close();
}

std::vector<std::string> OpenRlhfWriter::rules() const {
    std::vector<std::string> rules = PairWriter::rules();
    rules.emplace_back("A pair with pictures is left out (`pair.media`): the trainer reads texts only.");
    return rules;
}

std::string OpenRlhfWriter::usage() const {
    return "`--prompt_key input --chosen_key chosen --rejected_key rejected --apply_chat_template`\n";
}

std::string OpenRlhfWriter::hubConfiguration() const {
    return m_files.hubConfiguration();
}

} // namespace trutina::storage
