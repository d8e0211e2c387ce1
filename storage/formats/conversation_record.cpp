// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/conversation_record.h"

#include "storage/formats/json_access.h"
#include "storage/formats/json_text.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"
#include "storage/repositories/checks.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

std::vector<Turn> turnsOf(const Json& value, const std::string& place) {
    std::vector<Turn> turns;
    for (const Json& entry : listOf(value, place)) {
        const std::string at = element(place, turns.size());
        if (!entry.is_object()) {
            refuseType(at, "an object with role and content", entry);
        }
        const Json* role = member(entry, "role");
        const Json* content = member(entry, "content");
        if (role == nullptr || content == nullptr) {
            throw Failure("record.wrong_type", at + " has no " + (role == nullptr ? "role" : "content") + ".",
                          "A message needs a role and a content, both strings.");
        }
        Turn turn{textOf(*role, at + ".role"), textOf(*content, at + ".content")};
        if (turn.role != "system" && turn.role != "user" && turn.role != "assistant") {
            throw Failure("conversation.role", at + " has the role " + inQuotes(turn.role) + ".",
                          "A role is system, user or assistant.");
        }
        turns.push_back(std::move(turn));
    }
    return turns;
}

std::filesystem::path pathOf(const Json& value, const std::string& place, const std::filesystem::path& baseDirectory) {
    const std::string text = textOf(value, place);
    if (text.empty() || text.find('\0') != std::string::npos) {
        throw Failure("media.path", place + " is not the path of a file.", "Give the path of a picture or a video.");
    }
    if (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("data:")) {
        throw Failure("media.path", place + " is " + inQuotes(text, 40) + ", which does not lie on this computer.",
                      "Save the file beside the records and give its path.");
    }
    return (baseDirectory / std::filesystem::path(text)).lexically_normal();
}

NewMedia mediumOf(const Json& value, const std::string& place, MediaReading reading, const std::filesystem::path& baseDirectory) {
    if (value.is_string()) {
        return {pathOf(value, place, baseDirectory), reading};
    }
    if (!value.is_object()) {
        refuseType(place, "a path or an object with a path", value);
    }
    const Json* path = member(value, "path");
    if (path == nullptr) {
        throw Failure("record.wrong_type", place + " has no path.", "A medium is a path or an object with a path.");
    }
    NewMedia medium{pathOf(*path, place + ".path", baseDirectory), reading};
    if (const Json* as = member(value, "as")) {
        const std::string kind = textOf(*as, place + ".as");
        if (kind != "image" && kind != "video") {
            throw Failure("record.wrong_type", place + ".as is " + inQuotes(kind) + ".", R"(It is "image" or "video".)");
        }
        medium.as = kind == "image" ? MediaReading::Image : MediaReading::Video;
    }
    return medium;
}

void appendMedia(std::vector<NewMedia>& media, const Json& owner, const char* key, const std::string& place, MediaReading reading,
                 const std::filesystem::path& baseDirectory) {
    const Json* list = member(owner, key);
    if (list == nullptr) {
        return;
    }
    const std::string at = place + key;
    std::size_t index = 0;
    for (const Json& entry : listOf(*list, at)) {
        media.push_back(mediumOf(entry, element(at, index++), reading, baseDirectory));
    }
}

/// `media`, or `images` and `videos` in its place.
std::vector<NewMedia> mediaOf(const Json& owner, const std::string& place, const std::filesystem::path& baseDirectory) {
    if (member(owner, "media") != nullptr && (member(owner, "images") != nullptr || member(owner, "videos") != nullptr)) {
        throw Failure("record.wrong_type",
                      (place.empty() ? "The record" : place.substr(0, place.size() - 1)) + " has media twice.",
                      "Give either media, or images and videos.");
    }
    std::vector<NewMedia> media;
    appendMedia(media, owner, "media", place, MediaReading::Automatic, baseDirectory);
    appendMedia(media, owner, "images", place, MediaReading::Image, baseDirectory);
    appendMedia(media, owner, "videos", place, MediaReading::Video, baseDirectory);
    return media;
}

std::vector<Turn> answerOf(const Json& value, const std::string& place) {
    std::vector<Turn> turns = turnsOf(value, place);
    if (turns.empty()) {
        throw Failure("record.no_candidates", place + " holds no message.", "Give the text of the answer.");
    }
    return turns;
}

NewCandidate candidateOf(const Json& value, const std::string& place, const std::filesystem::path& baseDirectory) {
    NewCandidate candidate;
    if (value.is_string()) {
        candidate.turns = {{"assistant", value.get<std::string>()}};
        return candidate;
    }
    if (value.is_array()) {
        candidate.turns = answerOf(value, place);
        return candidate;
    }
    if (!value.is_object()) {
        refuseType(place, "a text, a list of messages or an object", value);
    }
    candidate.media = mediaOf(value, place + ".", baseDirectory);
    if (const Json* name = member(value, "name")) {
        candidate.name = textOf(*name, place + ".name");
    }
    const Json* text = member(value, "text");
    const Json* messages = member(value, "messages");
    if (text != nullptr && messages != nullptr) {
        throw Failure("record.wrong_type", place + " has both text and messages.", "Give one of them.");
    }
    if (messages != nullptr) {
        candidate.turns = answerOf(*messages, place + ".messages");
    } else if (text != nullptr) {
        candidate.turns = {{"assistant", textOf(*text, place + ".text")}};
    } else if (!candidate.media.empty()) {
        candidate.turns = {{"assistant", ""}}; // the answer is a picture
    } else {
        throw Failure("record.wrong_type", place + " has neither text nor media.",
                      "A candidate is a text, or an object with a text or media.");
    }
    return candidate;
}

void readId(ConversationRecord& record, const Json& root, std::string_view line) {
    record.idJson = "null";
    const Json* id = member(root, "id");
    if (id == nullptr) {
        return;
    }
    if (id->is_string()) {
        record.id = id->get<std::string>();
        record.idJson = id->dump();
    } else if (id->is_number()) {
        // Digits as they stand: an id of twenty digits is not a double.
        record.idJson = std::string(memberText(line, "id").value_or(id->dump()));
        record.id = record.idJson;
    } else {
        refuseType("id", "a string or a number", *id);
    }
}

Json mediaJson(const std::vector<NewMedia>& media) {
    Json list = Json::array();
    for (const NewMedia& medium : media) {
        if (medium.as == MediaReading::Automatic) {
            list.push_back(medium.file.generic_string());
        } else {
            list.push_back(
                {{"path", medium.file.generic_string()}, {"as", medium.as == MediaReading::Image ? "image" : "video"}});
        }
    }
    return list;
}

using OrderedJson = nlohmann::ordered_json;

OrderedJson turnsJson(const std::vector<Turn>& turns) {
    OrderedJson list = OrderedJson::array();
    for (const Turn& turn : turns) {
        list.push_back({{"role", turn.role}, {"content", turn.content}});
    }
    return list;
}

OrderedJson candidateJson(const NewCandidate& candidate) {
    const bool isText = candidate.turns.size() == 1 && candidate.turns.front().role == "assistant";
    if (candidate.name.empty() && candidate.media.empty()) {
        return isText ? OrderedJson(candidate.turns.front().content) : turnsJson(candidate.turns);
    }
    OrderedJson object = OrderedJson::object();
    if (isText) {
        object["text"] = candidate.turns.front().content;
    } else {
        object["messages"] = turnsJson(candidate.turns);
    }
    if (!candidate.name.empty()) {
        object["name"] = candidate.name;
    }
    if (!candidate.media.empty()) {
        object["media"] = mediaJson(candidate.media);
    }
    return object;
}

std::vector<NewMedia> mediaOf(const std::vector<MediaRecord>& records) {
    std::vector<NewMedia> media;
    media.reserve(records.size());
    for (const MediaRecord& record : records) {
        media.push_back({record.path, record.as});
    }
    return media;
}

} // namespace

ConversationRecord parseConversationRecord(std::string_view line, const std::filesystem::path& baseDirectory) {
    const Json root = parseObject(line);
    ConversationRecord record;
    readId(record, root, line);

    const Json* messages = member(root, "messages");
    if (messages == nullptr) {
        throw Failure("record.no_messages", "The record has no messages.",
                      "Give the turns before the answer as a list named messages.");
    }
    record.messages = turnsOf(*messages, "messages");
    record.media = mediaOf(root, "", baseDirectory);

    if (const Json* candidates = member(root, "candidates")) {
        for (const Json& candidate : listOf(*candidates, "candidates")) {
            record.candidates.push_back(candidateOf(candidate, element("candidates", record.candidates.size()), baseDirectory));
        }
        if (record.candidates.empty()) {
            throw Failure("record.no_candidates", "The list of candidates is empty.",
                          "Give at least one answer, or leave candidates out to score messages as a whole conversation.");
        }
    }

    if (const Json* tags = member(root, "tags")) {
        for (const Json& tag : listOf(*tags, "tags")) {
            record.tags.push_back(textOf(tag, element("tags", record.tags.size())));
        }
    }
    if (const Json* meta = member(root, "meta")) {
        if (!meta->is_object()) {
            refuseType("meta", "an object", *meta);
        }
        record.meta = std::string(memberText(line, "meta").value_or(meta->dump()));
    }
    return record;
}

std::string conversationRecordIdJson(std::string_view line) {
    try {
        ConversationRecord record;
        readId(record, parseObject(line), line);
        return record.idJson;
    } catch (const Failure&) {
        return "null";
    }
}

std::string conversationRecordLine(const ConversationRecord& record) {
    OrderedJson object = OrderedJson::object();
    if (!record.idJson.empty() && record.idJson != "null") {
        object["id"] = nullptr; // keeps its place; the text is put in below
    }
    object["messages"] = turnsJson(record.messages);
    object["media"] = mediaJson(record.media);
    if (!record.candidates.empty()) {
        OrderedJson list = OrderedJson::array();
        for (const NewCandidate& candidate : record.candidates) {
            list.push_back(candidateJson(candidate));
        }
        object["candidates"] = std::move(list);
    }
    if (!record.tags.empty()) {
        object["tags"] = record.tags;
    }
    std::string line = object.dump();
    if (object.contains("id")) {
        line = withMember(line, "id", record.idJson);
    }
    // Not re-serialised: meta is the user's own text.
    return withMember(line, "meta", record.meta);
}

void requireMedia(const ConversationRecord& record, FrameFolders folders) {
    for (const NewMedia& medium : record.media) {
        requireMedium(medium, folders);
    }
    for (const NewCandidate& candidate : record.candidates) {
        for (const NewMedia& medium : candidate.media) {
            requireMedium(medium, folders);
        }
    }
}

NewItem itemOf(const ConversationRecord& record) {
    NewItem item;
    item.externalId = record.id;
    item.prompt = record.messages;
    item.media = record.media;
    item.candidates = record.candidates;
    item.tags = record.tags;
    item.meta = record.meta;
    if (item.candidates.empty()) {
        if (item.prompt.empty() || item.prompt.back().role != "assistant") {
            throw Failure("record.no_answer", "The conversation does not end with an assistant turn.",
                          "Give candidates, or end messages with the answer.");
        }
        item.candidates.push_back({{std::move(item.prompt.back())}, {}, {}});
        item.prompt.pop_back();
    }
    if (item.candidates.size() > kMostCandidates) {
        throw Failure("record.too_many_candidates", "The record has " + std::to_string(item.candidates.size()) + " candidates.",
                      "An item holds at most nine; split the record.");
    }
    return item;
}

ConversationRecord recordOf(const ItemRecord& item) {
    ConversationRecord record;
    record.id = item.externalId;
    record.idJson = item.externalId.empty() ? "null" : Json(item.externalId).dump();
    record.messages = item.prompt;
    record.media = mediaOf(item.media);
    for (const CandidateRecord& candidate : item.candidates) {
        record.candidates.push_back({candidate.turns, candidate.name, mediaOf(candidate.media)});
    }
    record.tags = item.tags;
    record.meta = item.meta.empty() ? "{}" : item.meta;
    return record;
}

} // namespace trutina::storage
