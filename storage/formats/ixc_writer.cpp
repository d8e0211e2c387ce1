// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/ixc_writer.h"

#include "storage/formats/image_placeholders.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;

std::string speaker(const std::string& role) {
    return role == "user" ? "human" : role == "system" ? "system" : "bot";
}

std::size_t placeholdersIn(const std::vector<Turn>& turns) {
    std::size_t count = 0;
    for (const Turn& turn : turns) {
        count += countImagePlaceholders(turn.content);
    }
    return count;
}

std::string imagePrefix(std::size_t images) {
    std::string prefix;
    for (std::size_t image = 1; image <= images; ++image) {
        prefix += "Image" + std::to_string(image) + " " + std::string(kImagePlaceholder) + "; ";
    }
    return prefix;
}

Json conversation(const std::vector<Turn>& prompt, const std::vector<Turn>& answer, std::string prefix) {
    Json list = Json::array();
    for (const auto* turns : {&prompt, &answer}) {
        for (const Turn& turn : *turns) {
            const bool takesPrefix = turn.role == "user" && !prefix.empty();
            list.push_back(
                {{"from", speaker(turn.role)}, {"value", takesPrefix ? std::exchange(prefix, {}) + turn.content : turn.content}});
        }
    }
    return list;
}

} // namespace

std::string thousandsOf(std::int64_t records) {
    std::array<char, 64> buffer{};
    double number = static_cast<double>(records) / 1000.0;
    while (static_cast<std::int64_t>(1000.0 * number) < records) {
        number = std::nextafter(number, number + 1.0);
    }
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    return {buffer.data(), end};
}

IxcWriter::IxcWriter(ExportTarget& target)
    : PairWriter(target, {.videos = static_cast<bool>(target.options.frameSheet), .emptyPrompt = true}),
      m_text(target.folder, target.options.rules,
             {.name = "text_pairs", .ending = ".json", .keepsName = true, .isThereWithoutRows = false}),
      m_images(target.folder, target.options.rules,
               {.name = "image_pairs", .ending = ".json", .keepsName = true, .isThereWithoutRows = false}) {}

void IxcWriter::check(const ItemRecord& item, const PreferencePair& pair) const {
    const std::size_t images = item.media.size();
    if (images == 0) {
        return;
    }
    const std::size_t inPrompt = placeholdersIn(item.prompt);
    const bool isUserThere =
        std::any_of(item.prompt.begin(), item.prompt.end(), [](const Turn& turn) { return turn.role == "user"; });
    if (placeholdersIn(pair.chosen->turns) + placeholdersIn(pair.rejected->turns) > 0 || (inPrompt != 0 && inPrompt != images)) {
        throw Failure("pair.placeholders",
                      "The texts hold <ImageHere> in other places or another number than there are pictures.");
    }
    if (inPrompt == 0 && images > 1 && !isUserThere) {
        throw Failure("pair.no_user_turn", "The prompt has several pictures but no user turn to name them in.");
    }
}

void IxcWriter::writePair(const ReadyPair& ready) {
    const ItemRecord& item = ready.source.item;
    const std::string prefix = ready.media.size() > 1 && placeholdersIn(item.prompt) == 0 ? imagePrefix(ready.media.size()) : "";
    Json record = {{"id", m_records++},
                   {"conversations_a", conversation(item.prompt, ready.pair.chosen->turns, prefix)},
                   {"conversations_b", conversation(item.prompt, ready.pair.rejected->turns, prefix)}};
    if (ready.media.size() == 1) {
        record["image"] = ready.media.front();
    } else if (!ready.media.empty()) {
        record["image"] = ready.media;
    }
    (ready.media.empty() ? m_text : m_images).writeElement(ready.split, record.dump());
}

void IxcWriter::finish() {
    for (const Split split : {Split::Train, Split::Validation, Split::Test}) {
        std::string list;
        for (const SplitFiles* files : {&m_images, &m_text}) {
            if (files->rows(split) > 0) {
                list += files->name(split) + " " + thousandsOf(files->rows(split)) + "\n";
            }
        }
        if (split == Split::Train || !list.empty()) {
            target().folder.write(split == Split::Train ? "data.txt" : "data_" + nameOf(split) + ".txt", list);
        }
    }
    m_images.closeLists();
    m_text.closeLists();
}

std::vector<std::string> IxcWriter::rules() const {
    std::vector<std::string> rules = PairWriter::rules();
    rules.emplace_back(
        "Text pairs and picture pairs are in separate files, because the loader judges a file by its first record.");
    rules.emplace_back(
        "Several pictures are named before the first question (`Image1 <ImageHere>; `), unless the prompt already holds one "
        "`<ImageHere>` for each; one picture needs no name. Where `<ImageHere>` stands elsewhere, or their number "
        "differs from that of the pictures, the pair is left out (`pair.placeholders`).");
    if (target().options.frameSheet) {
        rules.emplace_back(
            "A video is written as one picture that shows sampled frames of it, as the model sees a video; its motion "
            "and sound are not in the data.");
    }
    rules.emplace_back("Several pictures without a user turn are left out (`pair.no_user_turn`).");
    rules.emplace_back(
        "Texts are written as they are. When loading, the trainer trims them and passes over answers that are empty, hold chat "
        "markers such as `<|im_start|>`, or are longer than 500 characters with a word longer than 100.");
    return rules;
}

std::string IxcWriter::usage() const {
    return "Give the trainer `data.txt` and start it inside this folder: the paths in it, and those of copied pictures, are "
           "relative.\n"
           "Each line names a file and how many thousand records of it make an epoch.\n";
}

} // namespace trutina::storage
