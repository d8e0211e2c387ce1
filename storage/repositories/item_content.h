// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "storage/repositories/media_repository.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace trutina::storage {

/// A candidate at its place: its row never changes, but for the name.
struct PlacedCandidate {
    CandidateId id;
    std::string name;
    bool operator==(const PlacedCandidate&) const = default;
};

/// All of an item that an edit can change, as the journal keeps it before and after.
struct ItemContent {
    std::string externalId;
    std::string meta;
    std::string source;
    std::vector<Turn> prompt;
    std::vector<MediaUse> media;
    std::vector<std::string> tags;
    std::vector<PlacedCandidate> candidates;
    std::vector<VoteId> currentVotes; ///< of all annotators and criteria
    bool operator==(const ItemContent&) const = default;
};

[[nodiscard]] nlohmann::json toJson(const ItemContent& content);
[[nodiscard]] ItemContent itemContentOf(const nlohmann::json& json);

} // namespace trutina::storage
