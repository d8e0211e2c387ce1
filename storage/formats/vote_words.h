// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/measurement.h"
#include "storage/records/vote.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trutina::storage {

/// The words that stand for votes in files.
std::string wordOf(Decision decision); ///< "winner", "tie", "all_bad", "skip"
std::string wordOf(Strength strength); ///< "slightly", "normal", "much"

/// The annotator's name, or "annotator 3" when it has none.
std::string annotatorOf(const VoteRecord& vote);

/// "2026-03-01T09:30:00.000Z".
std::string utcTime(std::int64_t milliseconds);

/// The latest score of a candidate, also made so when a setting is given; null without one.
const MeasurementRecord* latestScore(const std::vector<MeasurementRecord>& measurements, CandidateId candidate,
                                     const MeasurementSetting* setting = nullptr);

} // namespace trutina::storage
