// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/training_text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace trutina::engine {

namespace {

constexpr std::array<std::string_view, 28> kWhiteSpace = {
    "\t",           "\n",           "\v",           "\f",           "\r",
    "\x1c",         "\x1d",         "\x1e",         "\x1f",         " ",
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
    "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86",
    "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8",
    "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f"};
constexpr std::string_view kIdeographicSpace = "\xe3\x80\x80";

std::size_t leadingSpace(std::string_view text) {
    for (const std::string_view space : kWhiteSpace) {
        if (text.starts_with(space)) {
            return space.size();
        }
    }
    return text.starts_with(kIdeographicSpace) ? kIdeographicSpace.size() : 0;
}

std::size_t trailingSpace(std::string_view text) {
    for (const std::string_view space : kWhiteSpace) {
        if (text.ends_with(space)) {
            return space.size();
        }
    }
    return text.ends_with(kIdeographicSpace) ? kIdeographicSpace.size() : 0;
}

std::string roleOf(std::string from) {
    std::transform(from.begin(), from.end(), from.begin(),
                   [](char letter) { return static_cast<char>(std::tolower(static_cast<unsigned char>(letter))); });
    if (from == "human" || from == "user") {
        return "user";
    }
    return from == "system" ? from : "assistant";
}

} // namespace

std::string_view trimmed(std::string_view utf8) {
    while (const std::size_t bytes = leadingSpace(utf8)) {
        utf8.remove_prefix(bytes);
    }
    while (const std::size_t bytes = trailingSpace(utf8)) {
        utf8.remove_suffix(bytes);
    }
    return utf8;
}

std::vector<Message> trainingTurns(const std::vector<Message>& messages) {
    std::vector<Message> turns;
    for (const Message& message : messages) {
        turns.push_back({roleOf(message.role), std::string(trimmed(message.content))});
    }
    return turns;
}

} // namespace trutina::engine
