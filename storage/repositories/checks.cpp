// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/checks.h"

#include "storage/database/utf8.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace trutina::storage {

namespace {

[[noreturn]] void refuse(const std::string& message, const std::string& hint) {
    throw Failure("item.invalid", message, hint);
}

void checkTurns(const std::vector<Turn>& turns, std::string_view what) {
    for (const Turn& turn : turns) {
        if (turn.role != "system" && turn.role != "user" && turn.role != "assistant") {
            refuse("A turn has the unknown role \"" + oneLine(turn.role, 40) + "\".", R"(Use "system", "user" or "assistant".)");
        }
        checkUtf8(turn.content, "item.invalid", what);
    }
}

bool hasWords(const std::vector<Turn>& turns) {
    return std::ranges::any_of(turns,
                               [](const Turn& turn) { return turn.content.find_first_not_of(" \t\r\n") != std::string::npos; });
}

} // namespace

void checkUtf8(std::string_view text, std::string_view code, std::string_view what) {
    if (!isValidUtf8(text)) {
        throw Failure(std::string(code), std::string(what) + " is not valid UTF-8 text.", "Save it as UTF-8 and try again.");
    }
}

void checkItem(const NewItem& item) {
    if (item.candidates.empty()) {
        refuse("An item needs at least one answer.", "Add two to nine answers to compare, or one to be scored only.");
    }
    if (item.candidates.size() > kMostCandidates) {
        refuse("An item has " + std::to_string(item.candidates.size()) + " answers, but at most nine can be compared.",
               "Split it into several items.");
    }
    checkTurns(item.prompt, "The prompt");
    bool hasMedia = !item.media.empty();
    for (const NewCandidate& candidate : item.candidates) {
        if (candidate.turns.empty()) {
            refuse("An answer has no text at all.", "Give each answer at least one turn.");
        }
        checkTurns(candidate.turns, "An answer");
        checkUtf8(candidate.name, "item.invalid", "The name of an answer");
        hasMedia = hasMedia || !candidate.media.empty();
    }
    if (!hasWords(item.prompt) && !hasMedia) {
        refuse("The prompt is empty and there is no picture or video.", "Write a prompt or add a picture.");
    }
    checkUtf8(item.externalId, "item.invalid", "The id");
    checkUtf8(item.source, "item.invalid", "The source");
    for (const std::string& tag : item.tags) {
        checkUtf8(tag, "item.invalid", "A tag");
    }
    if (item.meta != "{}" && !item.meta.empty()) {
        const auto meta = nlohmann::json::parse(item.meta, nullptr, false);
        if (!meta.is_object()) {
            refuse("The extra data of an item is not a JSON object.", "Write it as {\"name\": value}.");
        }
    }
}

} // namespace trutina::storage
