// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/messages.h"

#include "storage/formats/image_placeholders.h"
#include "storage/formats/json_access.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;
using namespace std::string_view_literals;

constexpr std::string_view kImageToken = "<image>";
constexpr std::string_view kVideoToken = "<video>";

std::size_t count(std::string_view text, std::string_view token) {
    std::size_t found = 0;
    for (auto at = text.find(token); at != std::string_view::npos; at = text.find(token, at + token.size())) {
        ++found;
    }
    return found;
}

std::string replaced(const std::string& text, std::string_view token, std::string_view by) {
    std::string result;
    std::size_t from = 0;
    for (auto at = text.find(token); at != std::string::npos; at = text.find(token, from)) {
        result.append(text, from, at - from).append(by);
        from = at + token.size();
    }
    return result.append(text, from);
}

/// A part of a content: a text, or something to look at.
void appendPart(Messages& messages, std::string& content, const Json& part, const std::string& place) {
    if (part.is_string()) {
        content += part.get<std::string>();
        return;
    }
    const Json* type = stringMember(part, "type");
    const std::string kind = type == nullptr ? (member(part, "text") != nullptr ? "text" : "") : type->get<std::string>();
    if (kind == "text") {
        content += textOf(required(part, "text"), place + ".text");
        return;
    }
    const bool isVideo = kind == "video" || kind == "video_url";
    if (!isVideo && kind != "image" && kind != "image_url") {
        throw Failure("record.wrong_type", place + " is of the kind " + inQuotes(kind) + ".",
                      "A part is a text, an image or a video.");
    }
    const Json* medium = nullptr;
    for (const char* key : {"image", "image_url", "video", "video_url", "url", "path"}) {
        medium = medium == nullptr ? member(part, key) : medium;
    }
    if (isVideo) {
        if (medium != nullptr) {
            messages.videos.push_back(medium);
        }
        return;
    }
    content += kImagePlaceholder;
    ++messages.imageParts;
    if (medium != nullptr) {
        messages.images.push_back(medium);
    }
}

std::string contentOf(Messages& messages, const Json* content, const std::string& place) {
    if (content == nullptr) {
        throw Failure("record.wrong_type", place + " has no content.", "A message needs a speaker and a content.");
    }
    if (content->is_string()) {
        return content->get<std::string>();
    }
    std::string text;
    std::size_t index = 0;
    for (const Json& part : listOf(*content, place)) {
        appendPart(messages, text, part, element(place, index++));
    }
    return text;
}

} // namespace

std::string roleOf(const std::string& speaker, const std::string& place) {
    static constexpr std::array kUsers = {"user"sv, "human"sv, "User"sv, "Human"sv, "prompter"sv};
    static constexpr std::array kAssistants = {"assistant"sv, "gpt"sv, "bot"sv, "model"sv, "chatgpt"sv, "Assistant"sv};
    if (std::find(kUsers.begin(), kUsers.end(), speaker) != kUsers.end()) {
        return "user";
    }
    if (std::find(kAssistants.begin(), kAssistants.end(), speaker) != kAssistants.end()) {
        return "assistant";
    }
    if (speaker == "system") {
        return "system";
    }
    throw Failure("conversation.role", place + " has the role " + inQuotes(speaker) + ".",
                  "A role is system, user or assistant; calls of tools cannot be shown.");
}

bool looksLikeMessages(const Json* value) {
    return value != nullptr && value->is_array() && !value->empty() &&
           std::all_of(value->begin(), value->end(), [](const Json& entry) {
               return (member(entry, "role") != nullptr && entry.contains("content")) ||
                      (member(entry, "from") != nullptr && entry.contains("value"));
           });
}

Messages messagesOf(const Json& list, const std::string& place) {
    Messages messages;
    for (const Json& entry : listOf(list, place)) {
        const std::string at = element(place, messages.turns.size());
        const Json* role = member(entry, "role");
        const bool isFrom = role == nullptr && member(entry, "from") != nullptr;
        role = isFrom ? member(entry, "from") : role;
        if (role == nullptr) {
            throw Failure("record.wrong_type", at + " does not say who speaks.", "A message needs a speaker and a content.");
        }
        std::string speaker = roleOf(textOf(*role, at), at);
        std::string content = contentOf(messages, member(entry, isFrom ? "value" : "content"), at);
        messages.turns.push_back({std::move(speaker), std::move(content)});
    }
    return messages;
}

void replaceTokens(std::vector<Turn>& turns, std::size_t images, std::size_t videos) {
    std::size_t found = 0;
    for (Turn& turn : turns) {
        found += count(turn.content, kVideoToken);
        if (videos > 0) {
            turn.content = replaced(turn.content, kVideoToken, {});
        }
        if (images > 0) {
            turn.content = replaced(turn.content, kImageToken, kImagePlaceholder);
        }
    }
    if (videos > 0 && found > 0 && found != videos) {
        throw Failure("record.placeholders",
                      "The texts hold " + std::to_string(found) + " tokens for videos, but there are " + std::to_string(videos) +
                          " videos.",
                      "Write one token for each.");
    }
}

void settlePlaceholders(std::vector<Turn>& prompt, std::size_t images) {
    std::size_t placeholders = 0;
    for (const Turn& turn : prompt) {
        placeholders += countImagePlaceholders(turn.content);
    }
    if (placeholders == 0 || images == 0) {
        return;
    }
    if (placeholders != images) {
        throw Failure("record.placeholders",
                      "The prompt has " + std::to_string(placeholders) + " places for pictures, but there are " +
                          std::to_string(images) + " pictures.",
                      "Write one for each picture.");
    }
    const auto first = std::find_if(prompt.begin(), prompt.end(), [](const Turn& turn) { return turn.role == "user"; });
    if (first == prompt.end()) {
        return;
    }
    std::size_t leading = 0;
    while (std::string_view(first->content).substr(leading * kImagePlaceholder.size()).starts_with(kImagePlaceholder)) {
        ++leading;
    }
    if (leading == placeholders) {
        first->content.erase(0, leading * kImagePlaceholder.size());
    }
}

std::vector<Turn> takeCommonStart(std::vector<Turn>& first, std::vector<Turn>& second) {
    const auto [end, otherEnd] = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
    std::vector<Turn> common(std::make_move_iterator(first.begin()), std::make_move_iterator(end));
    first.erase(first.begin(), end);
    second.erase(second.begin(), otherEnd);
    return common;
}

} // namespace trutina::storage
