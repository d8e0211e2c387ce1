// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/item_content.h"

#include "storage/repositories/names.h"

#include <nlohmann/json.hpp>

namespace trutina::storage {

using nlohmann::json;

json toJson(const ItemContent& content) {
    json result = {
        {"external_id", content.externalId}, {"meta", content.meta},   {"source", content.source},    {"tags", content.tags},
        {"prompt", json::array()},           {"media", json::array()}, {"candidates", json::array()}, {"votes", json::array()}};
    for (const Turn& turn : content.prompt) {
        result["prompt"].push_back({{"role", turn.role}, {"content", turn.content}});
    }
    for (const MediaUse& use : content.media) {
        result["media"].push_back({{"id", use.media.value}, {"as", nameOf(use.as)}, {"name", use.name}});
    }
    for (const PlacedCandidate& candidate : content.candidates) {
        result["candidates"].push_back({{"id", candidate.id.value}, {"name", candidate.name}});
    }
    for (const VoteId vote : content.currentVotes) {
        result["votes"].push_back(vote.value);
    }
    return result;
}

ItemContent itemContentOf(const json& value) {
    ItemContent content;
    content.externalId = value.at("external_id");
    content.meta = value.at("meta");
    content.source = value.at("source");
    content.tags = value.at("tags").get<std::vector<std::string>>();
    for (const json& turn : value.at("prompt")) {
        content.prompt.push_back({turn.at("role"), turn.at("content")});
    }
    for (const json& use : value.at("media")) {
        content.media.push_back({MediaId{use.at("id")}, mediaReadingOf(use.at("as").get<std::string>()), use.at("name")});
    }
    for (const json& candidate : value.at("candidates")) {
        content.candidates.push_back({CandidateId{candidate.at("id")}, candidate.at("name")});
    }
    for (const json& vote : value.at("votes")) {
        content.currentVotes.push_back(VoteId{vote});
    }
    return content;
}

} // namespace trutina::storage
