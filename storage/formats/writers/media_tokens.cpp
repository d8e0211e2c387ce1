// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/media_tokens.h"

#include "storage/formats/image_placeholders.h"
#include "storage/records/error.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace trutina::storage {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kImage = "<image>";
constexpr std::string_view kVideo = "<video>";
constexpr std::array kTokens = {kImage, kVideo, "<audio>"sv};

bool holdsToken(std::string_view text) {
    return std::any_of(kTokens.begin(), kTokens.end(),
                       [text](std::string_view token) { return text.find(token) != std::string_view::npos; });
}

[[noreturn]] void refuse(const char* message) {
    throw Failure("pair.placeholders", message);
}

} // namespace

void requireNoTokens(const std::vector<Turn>& turns) {
    for (const Turn& turn : turns) {
        if (holdsToken(turn.content)) {
            refuse("A text holds a token such as <image>, which the trainer would take for a picture.");
        }
    }
}

std::vector<Turn> withTokens(std::vector<Turn> prompt, std::size_t images, std::size_t videos) {
    requireNoTokens(prompt);
    std::size_t placeholders = 0;
    for (const Turn& turn : prompt) {
        placeholders += countImagePlaceholders(turn.content);
    }
    if (images + videos == 0) {
        return prompt; // without media a placeholder is a word like any other
    }
    if (placeholders != 0 && placeholders != images) {
        refuse("The prompt holds <ImageHere> in another number than there are pictures.");
    }
    const auto first = std::find_if(prompt.begin(), prompt.end(), [](const Turn& turn) { return turn.role == "user"; });
    if (first == prompt.end()) {
        throw Failure("pair.no_user_turn", "The prompt has pictures or videos but no user turn to show them in.");
    }
    if (placeholders > 0) {
        for (Turn& turn : prompt) {
            std::string text;
            const auto pieces = splitAtImagePlaceholders(turn.content);
            for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
                text += piece == 0 ? "" : kImage;
                text += pieces[piece];
            }
            turn.content = std::move(text);
        }
    }
    std::string start;
    for (std::size_t video = 0; video < videos; ++video) {
        start += kVideo;
    }
    for (std::size_t image = 0; placeholders == 0 && image < images; ++image) {
        start += kImage;
    }
    first->content.insert(0, start);
    return prompt;
}

} // namespace trutina::storage
