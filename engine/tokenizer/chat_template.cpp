// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tokenizer/chat_template.h"

#include "engine/api/error.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace trutina::engine {

namespace {

constexpr std::string_view kTurnStart = "[UNUSED_TOKEN_146]";
constexpr std::string_view kTurnEnd = "[UNUSED_TOKEN_145]";
constexpr std::string_view kRewardToken = "[UNUSED_TOKEN_130]";
constexpr std::string_view kEndOfText = "</s>";
constexpr std::array<std::string_view, 3> kRoles{"system", "user", "assistant"};

void requireRole(const std::string& role) {
    if (std::ranges::find(kRoles, role) == kRoles.end()) {
        throw Failure("conversation.role", "'" + role + "' is not the role of a message.",
                      "Use 'system', 'user' or 'assistant'.");
    }
}

[[nodiscard]] std::vector<std::string_view> splitAtPlaceholders(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t at = text.find(kImagePlaceholder); at != std::string_view::npos; at = text.find(kImagePlaceholder)) {
        parts.push_back(text.substr(0, at));
        text.remove_prefix(at + kImagePlaceholder.size());
    }
    parts.push_back(text);
    return parts;
}

} // namespace

std::string chatText(const std::vector<Message>& messages) {
    std::string text;
    for (const Message& message : messages) {
        requireRole(message.role);
        text += kTurnStart;
        text += message.role;
        text += '\n';
        text += message.content;
        text += kTurnEnd;
        text += '\n';
    }
    text += kEndOfText;
    text += kRewardToken;
    return text;
}

std::vector<SequencePart> interleave(const Tokenizer& tokenizer, const std::string& text, int mediaCount) {
    std::vector<std::string_view> stretches = splitAtPlaceholders(text);
    if (mediaCount == 1 && stretches.size() == 1) {
        stretches.insert(stretches.begin(), std::string_view{}); // in front of the whole text, outside the first turn
    }
    std::vector<SequencePart> parts;
    int media = 0;
    for (const std::string_view stretch : stretches) {
        const bool isFirst = parts.empty(); // the first part exists even when it is empty: it carries BOS
        if (isFirst || !stretch.empty()) {
            parts.push_back({tokenizer.encode(stretch, isFirst), -1});
        }
        if (media < mediaCount) {
            parts.push_back({{}, media++});
        }
    }
    return parts;
}

int effectiveHdNum(int hdNum, int mediaCount) {
    constexpr int kWithSeveralMedia = 6;
    return mediaCount >= 2 ? kWithSeveralMedia : hdNum;
}

} // namespace trutina::engine
