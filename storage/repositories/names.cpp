// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/names.h"

#include "storage/records/error.h"

#include <array>
#include <cstddef>

namespace trutina::storage {

namespace {

// In the order of the enumerators.
constexpr std::array kDecisions{"winner", "tie", "all_bad", "skip"};
constexpr std::array kStrengths{"slightly", "normal", "much"};
constexpr std::array kVoteKinds{"vote", "adjudication"};
constexpr std::array kReadings{"automatic", "image", "video"};
constexpr std::array kPolicies{"copy", "reference"};
constexpr std::array kKinds{"score", "positions", "image_blind", "occlusion"};

template <typename Enum, std::size_t count>
Enum valueOf(const std::array<const char*, count>& names, std::string_view name) {
    for (std::size_t index = 0; index < count; ++index) {
        if (names[index] == name) {
            return static_cast<Enum>(index);
        }
    }
    throw Failure("project.damaged", "The project file holds a value that this version of Trutina does not know.",
                  "Update Trutina, or restore a backup.", std::string(name));
}

} // namespace

const char* nameOf(Decision value) {
    return kDecisions.at(static_cast<std::size_t>(value));
}
const char* nameOf(Strength value) {
    return kStrengths.at(static_cast<std::size_t>(value));
}
const char* nameOf(VoteKind value) {
    return kVoteKinds.at(static_cast<std::size_t>(value));
}
const char* nameOf(MediaReading value) {
    return kReadings.at(static_cast<std::size_t>(value));
}
const char* nameOf(MediaPolicy value) {
    return kPolicies.at(static_cast<std::size_t>(value));
}
const char* nameOf(MeasurementKind value) {
    return kKinds.at(static_cast<std::size_t>(value));
}

Decision decisionOf(std::string_view name) {
    return valueOf<Decision>(kDecisions, name);
}
Strength strengthOf(std::string_view name) {
    return valueOf<Strength>(kStrengths, name);
}
VoteKind voteKindOf(std::string_view name) {
    return valueOf<VoteKind>(kVoteKinds, name);
}
MediaReading mediaReadingOf(std::string_view name) {
    return valueOf<MediaReading>(kReadings, name);
}
MediaPolicy mediaPolicyOf(std::string_view name) {
    return valueOf<MediaPolicy>(kPolicies, name);
}
MeasurementKind measurementKindOf(std::string_view name) {
    return valueOf<MeasurementKind>(kKinds, name);
}

} // namespace trutina::storage
