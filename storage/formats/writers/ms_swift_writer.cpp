// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/json_pair_writers.h"
#include "storage/formats/writers/media_tokens.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string_view>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

void append(Json& messages, const std::vector<Turn>& turns) {
    for (const Turn& turn : turns) {
        messages.push_back({{"role", turn.role}, {"content", turn.content}});
    }
}

/// An answer that shows pictures names them by tokens before its words.
std::vector<Turn> shown(std::vector<Turn> answer, std::size_t images) {
    for (std::size_t image = 0; image < images; ++image) {
        answer.front().content.insert(0, "<image>");
    }
    return answer;
}

} // namespace

MsSwiftWriter::MsSwiftWriter(ExportTarget& target)
    : PairWriter(target, {.candidateMedia = true, .videos = true}),
      m_texts(target.folder, target.options.rules, {.name = "pairs", .ending = ".jsonl"}),
      m_messages(target.folder, target.options.rules,
                 {.name = "message_pairs", .ending = ".jsonl", .keepsName = true, .isThereWithoutRows = false}) {}

void MsSwiftWriter::check(const ItemRecord& item, const PreferencePair& pair) const {
    for (const CandidateRecord* side : {pair.chosen, pair.rejected}) {
        requireNoTokens(side->turns);
        for (const MediaRecord& medium : side->media) {
            if (target().media.typeOf(medium).kind == MediaKind::Video) {
                throw Failure("pair.candidate_video", "An answer is a video, which the format cannot carry.");
            }
        }
    }
    if (item.prompt.back().role != "user") {
        throw Failure("pair.turn_order", "The prompt does not end with a user turn.");
    }
    if (pair.chosen->media.empty() != pair.rejected->media.empty()) {
        throw Failure("pair.candidate_media", "One answer has media of its own and the other has none.");
    }
}

void MsSwiftWriter::writePair(const ReadyPair& ready) {
    std::vector<std::string> images;
    std::vector<std::string> videos;
    for (std::size_t index = 0; index < ready.media.size(); ++index) {
        const bool isVideo = target().media.typeOf(ready.source.item.media[index]).kind == MediaKind::Video;
        (isVideo ? videos : images).push_back(ready.media[index]);
    }
    const std::vector<Turn> prompt = withTokens(ready.source.item.prompt, images.size(), videos.size());
    const std::vector<Turn> chosen = shown(ready.pair.chosen->turns, ready.chosenMedia.size());
    const std::vector<Turn> rejected = shown(ready.pair.rejected->turns, ready.rejectedMedia.size());
    const auto with = [&images](const std::vector<std::string>& own) {
        std::vector<std::string> all = images;
        all.insert(all.end(), own.begin(), own.end());
        return all;
    };
    Json messages = Json::array();
    append(messages, prompt);
    append(messages, chosen);
    Json row = {{"messages", std::move(messages)}, {"images", with(ready.chosenMedia)}, {"videos", videos}};
    const bool isText = ready.chosenMedia.empty() && rejected.size() == 1 && rejected.front().role == "assistant";
    if (isText) {
        row["rejected_response"] = rejected.front().content;
    } else {
        Json list = Json::array();
        append(list, prompt);
        append(list, rejected);
        row["rejected_messages"] = std::move(list);
        row["rejected_images"] = with(ready.rejectedMedia);
        row["rejected_videos"] = videos;
    }
    if (target().options.rules.margin != MarginRule::None) {
        row["margin"] = ready.pair.margin;
    }
    (isText ? m_texts : m_messages).writeRow(ready.split, row.dump() + "\n");
}

void MsSwiftWriter::finish() {
    m_texts.close();
    m_messages.close();
}

std::vector<std::string> MsSwiftWriter::rules() const {
    std::vector<std::string> rules = PairWriter::rules();
    rules.emplace_back(
        "Each picture is an `<image>`, each video a `<video>` in the prompt: where it says `<ImageHere>`, without that "
        "before the first user text. Texts that hold such a token already are left out (`pair.placeholders`).");
    rules.emplace_back(
        "Answers that are pictures, or several turns, become `rejected_messages` with `rejected_images`, in a file of "
        "their own: mixed with others, ms-swift drops them. Where only one answer has a "
        "picture the pair is left out (`pair.candidate_media`), and so are answers that are videos "
        "(`pair.candidate_video`).");
    return rules;
}

std::string MsSwiftWriter::usage() const {
    std::string names;
    for (const SplitFiles* files : {&m_texts, &m_messages}) {
        for (const std::string& name : files->names()) {
            names += name.starts_with("validation") || name.starts_with("test") ? "" : " " + name;
        }
    }
    return "Start `swift rlhf --dataset" + names + "` inside this folder: paths of copied media are relative to it.\n";
}

std::string MsSwiftWriter::hubConfiguration() const {
    return m_texts.hubConfiguration();
}

} // namespace trutina::storage
