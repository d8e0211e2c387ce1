// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace trutina::storage {

/// Turns as another program wrote them. Parts that stand for pictures have become placeholders within the text.
struct Messages {
    std::vector<Turn> turns;
    std::size_t imageParts = 0;                ///< parts that became placeholders
    std::vector<const nlohmann::json*> images; ///< given within the turns, in order; point into the JSON
    std::vector<const nlohmann::json*> videos;
};

/// Reads a list of {role, content} or {from, value}; a content is a text or a list of parts. Speakers under their many names
/// (human, gpt, bot, …) become user, assistant and system. Throws Failure "record.wrong_type", "conversation.role".
Messages messagesOf(const nlohmann::json& list, const std::string& place);

/// "user", "assistant" or "system". Throws Failure "conversation.role".
std::string roleOf(const std::string& speaker, const std::string& place);

/// Whether it is a list whose entries all have a speaker and a content.
bool looksLikeMessages(const nlohmann::json* value);

/// Turns written tokens (`<image>`) into placeholders; tokens of videos are taken out, since a video has no place in a text here.
/// Without media of a kind its tokens are words like any other. Throws Failure "record.placeholders" when there are other numbers
/// of tokens than videos.
void replaceTokens(std::vector<Turn>& turns, std::size_t images, std::size_t videos);

/// Makes placeholders fit the number of pictures: those that all stand before the first user text say nothing and vanish. Throws
/// Failure "record.placeholders" when there are other numbers of them than pictures; none at all is well, and without pictures
/// they are words.
void settlePlaceholders(std::vector<Turn>& prompt, std::size_t images);

/// What two conversations begin with alike is the prompt: it is cut off both and returned.
std::vector<Turn> takeCommonStart(std::vector<Turn>& first, std::vector<Turn>& second);

} // namespace trutina::storage
