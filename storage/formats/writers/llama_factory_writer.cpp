// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/json_pair_writers.h"
#include "storage/formats/writers/media_tokens.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

std::string speaker(const std::string& role) {
    return role == "user" ? "human" : role == "system" ? "system" : "gpt";
}

Json turnJson(const Turn& turn) {
    return {{"from", speaker(turn.role)}, {"value", turn.content}};
}

} // namespace

LlamaFactoryWriter::LlamaFactoryWriter(ExportTarget& target)
    : PairWriter(target, {.videos = true}), m_files(target.folder, target.options.rules, {.name = "pairs", .ending = ".json"}) {}

void LlamaFactoryWriter::check(const ItemRecord& item, const PreferencePair& pair) const {
    for (const CandidateRecord* side : {pair.chosen, pair.rejected}) {
        if (side->turns.size() != 1 || side->turns.front().role != "assistant") {
            throw Failure("pair.several_turns", "An answer has several turns, but the format holds one.");
        }
        requireNoTokens(side->turns);
    }
    // human, gpt, human, …: the converter drops whatever is not so.
    std::string expected = "user";
    for (auto turn = item.prompt.begin(); turn != item.prompt.end(); ++turn) {
        if (turn == item.prompt.begin() && turn->role == "system") {
            continue;
        }
        if (turn->role != expected) {
            throw Failure("pair.turn_order", "The turns of the prompt do not alternate between user and assistant.");
        }
        expected = expected == "user" ? "assistant" : "user";
    }
    if (item.prompt.back().role != "user") {
        throw Failure("pair.turn_order", "The prompt does not end with a user turn.");
    }
}

void LlamaFactoryWriter::writePair(const ReadyPair& ready) {
    const auto isVideo = [this](const MediaRecord& media) { return target().media.typeOf(media).kind == MediaKind::Video; };
    std::vector<std::string> images;
    std::vector<std::string> videos;
    for (std::size_t index = 0; index < ready.media.size(); ++index) {
        (isVideo(ready.source.item.media[index]) ? videos : images).push_back(ready.media[index]);
    }
    Json conversations = Json::array();
    for (const Turn& turn : withTokens(ready.source.item.prompt, images.size(), videos.size())) {
        conversations.push_back(turnJson(turn));
    }
    m_hasImages = m_hasImages || !images.empty();
    m_hasVideos = m_hasVideos || !videos.empty();
    const Json row = {{"conversations", std::move(conversations)},
                      {"chosen", turnJson(ready.pair.chosen->turns.front())},
                      {"rejected", turnJson(ready.pair.rejected->turns.front())},
                      {"images", images},
                      {"videos", videos}};
    m_files.writeElement(ready.split, row.dump());
}

void LlamaFactoryWriter::finish() {
    Json info = Json::object();
    for (const std::string& file : m_files.names()) {
        Json columns = {{"messages", "conversations"}, {"chosen", "chosen"}, {"rejected", "rejected"}};
        if (m_hasImages) { // a column of media that no row has must not be named
            columns["images"] = "images";
        }
        if (m_hasVideos) {
            columns["videos"] = "videos";
        }
        info["trutina_" + file.substr(0, file.find('.'))] = {
            {"file_name", file}, {"formatting", "sharegpt"}, {"ranking", true}, {"columns", std::move(columns)}};
    }
    m_files.closeLists();
    target().folder.write("dataset_info.json", info.dump(2) + "\n");
}

std::vector<std::string> LlamaFactoryWriter::rules() const {
    std::vector<std::string> rules = PairWriter::rules();
    rules.emplace_back(
        "Each picture is an `<image>`, each video a `<video>` in the prompt: where it says `<ImageHere>`, without that "
        "before the first user text. Texts that hold such a token already are left out (`pair.placeholders`).");
    rules.emplace_back("The turns of a prompt must alternate and end with the user (`pair.turn_order`); an answer is one turn "
                       "(`pair.several_turns`).");
    return rules;
}

std::string LlamaFactoryWriter::usage() const {
    std::string names;
    for (const std::string& file : m_files.names()) {
        names += (names.empty() ? "`trutina_" : ", `trutina_") + file.substr(0, file.find('.')) + "`";
    }
    return "Set `dataset_dir` and `media_dir` to this folder and `dataset` to " + (names.empty() ? "one of its sets" : names) +
           ". `stage: rm` and `stage: dpo` read it.\n";
}

} // namespace trutina::storage
