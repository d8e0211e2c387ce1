// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/side_by_side.h"

#include "storage/formats/json_access.h"
#include "storage/formats/readers/messages.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/records/error.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

/// Where two texts part, moved back to the last space before: the rest of both is what differs.
std::size_t commonLength(const std::string& first, const std::string& second) {
    const auto [end, ignored] = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
    auto length = static_cast<std::size_t>(end - first.begin());
    while (length > 0 && length < first.size() && (static_cast<unsigned char>(first[length]) & 0xC0U) == 0x80U) {
        --length; // never within a character
    }
    if (length > 0 && first[length - 1] == ' ') {
        --length; // the space belongs to the answers
    }
    return length;
}

} // namespace

std::vector<Turn> SidesReader::turns(const Json& value, const std::string& place, bool isPrompt) {
    if (value.is_string()) {
        return {{isPrompt ? "user" : "assistant", value.get<std::string>()}};
    }
    Messages messages = messagesOf(value, place);
    m_imageParts += messages.imageParts;
    m_inlineImages.insert(m_inlineImages.end(), messages.images.begin(), messages.images.end());
    m_inlineVideos.insert(m_inlineVideos.end(), messages.videos.begin(), messages.videos.end());
    return std::move(messages.turns);
}

std::vector<Turn> SidesReader::prompt(std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
        if (const Json* value = m_record.find(key)) {
            return turns(*value, key, true);
        }
    }
    return {};
}

std::vector<Turn> SidesReader::answer(const Json& value, const std::string& place) {
    return turns(value, place, false);
}

NewItem SidesReader::pair(std::initializer_list<const char*> promptKeys, const char* chosenKey, const char* rejectedKey) {
    const Json& chosenValue = m_record.required(chosenKey);
    const Json& rejectedValue = m_record.required(rejectedKey);
    std::vector<Turn> prompt = this->prompt(promptKeys);
    const std::size_t inPrompt = m_inlineImages.size();
    std::vector<Turn> chosen = answer(chosenValue, chosenKey);
    const std::size_t inChosen = m_inlineImages.size();
    std::vector<Turn> rejected = answer(rejectedValue, rejectedKey);
    // A prompt that both sides repeat brings its pictures once.
    if (m_inlineImages.size() > inChosen && inChosen > inPrompt) {
        m_inlineImages.resize(inChosen);
    }
    if (prompt.empty() && chosenValue.is_string() && rejectedValue.is_string()) {
        std::string& first = chosen.front().content;
        std::string& second = rejected.front().content;
        const std::size_t length = commonLength(first, second);
        if (length > 0) {
            prompt = {{"user", first.substr(0, length)}};
            first.erase(0, length);
            second.erase(0, length);
        }
    } else if (chosen.size() > 1 || rejected.size() > 1) {
        std::vector<Turn> common = takeCommonStart(chosen, rejected);
        // Both sides may hold the whole conversation although the prompt stands beside them.
        const bool isRepeated = !prompt.empty() && !common.empty() && common.back() == prompt.back();
        if (!isRepeated) {
            prompt.insert(prompt.end(), std::make_move_iterator(common.begin()), std::make_move_iterator(common.end()));
        }
    }
    NewItem item = preferencePair(std::move(prompt), std::move(chosen), std::move(rejected), m_record.options().annotator);
    item.media = media();
    settlePlaceholders(item.prompt, m_images);
    return item;
}

std::vector<NewMedia> SidesReader::media() {
    MediaIntake& intake = m_record.media();
    std::vector<NewMedia> media;
    const auto append = [&media](std::vector<NewMedia> more) {
        media.insert(media.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    for (const char* key : {"images", "image"}) {
        if (media.empty()) {
            append(intake.media(m_record.find(key), key, MediaReading::Image));
        }
    }
    if (media.empty()) {
        for (const Json* image : m_inlineImages) {
            media.push_back(intake.medium(*image, "a part", MediaReading::Image));
        }
    }
    m_images = media.size();
    if (m_imageParts > 0 && m_images == 0) {
        throw Failure("record.placeholders", "The messages have places for pictures, but there are no pictures.",
                      "Give them as images.");
    }
    for (const char* key : {"videos", "video"}) {
        append(intake.media(m_record.find(key), key, MediaReading::Video));
    }
    if (media.size() == m_images) {
        for (const Json* video : m_inlineVideos) {
            media.push_back(intake.medium(*video, "a part", MediaReading::Video));
        }
    }
    return media;
}

} // namespace trutina::storage
