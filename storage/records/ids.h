// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

namespace trutina::storage {

/// A row id that cannot be mistaken for another table's. 0 means "none".
template <typename Tag>
struct Id {
    std::int64_t value = 0;
    [[nodiscard]] bool isValid() const { return value > 0; }
    bool operator==(const Id&) const = default;
    bool operator<(const Id& other) const { return value < other.value; }
};

using ItemId = Id<struct ItemTag>;
using CandidateId = Id<struct CandidateTag>;
using MediaId = Id<struct MediaTag>;
using AnnotatorId = Id<struct AnnotatorTag>;
using CriterionId = Id<struct CriterionTag>;
using VoteId = Id<struct VoteTag>;
using ShownOrderId = Id<struct ShownOrderTag>;
using MeasurementId = Id<struct MeasurementTag>;
using JournalId = Id<struct JournalTag>;

} // namespace trutina::storage

template <typename Tag>
struct std::hash<trutina::storage::Id<Tag>> {
    std::size_t operator()(const trutina::storage::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
