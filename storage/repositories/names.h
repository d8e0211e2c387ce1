// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "storage/records/measurement.h"
#include "storage/records/vote.h"

#include <string>
#include <string_view>

namespace trutina::storage {

// The words of the file for the enumerations. Reading an unknown word throws Failure "project.damaged".
[[nodiscard]] const char* nameOf(Decision value);
[[nodiscard]] const char* nameOf(Strength value);
[[nodiscard]] const char* nameOf(VoteKind value);
[[nodiscard]] const char* nameOf(MediaReading value);
[[nodiscard]] const char* nameOf(MediaPolicy value);
[[nodiscard]] const char* nameOf(MeasurementKind value);

[[nodiscard]] Decision decisionOf(std::string_view name);
[[nodiscard]] Strength strengthOf(std::string_view name);
[[nodiscard]] VoteKind voteKindOf(std::string_view name);
[[nodiscard]] MediaReading mediaReadingOf(std::string_view name);
[[nodiscard]] MediaPolicy mediaPolicyOf(std::string_view name);
[[nodiscard]] MeasurementKind measurementKindOf(std::string_view name);

} // namespace trutina::storage
