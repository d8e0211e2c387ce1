// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"
#include "engine/api/scoring.h"
#include "storage/records/item.h"
#include "storage/records/measurement.h"

#include <string>
#include <vector>

namespace trutina::services {

// The bridge between the values of storage and those of the engine, which do not know each other.

[[nodiscard]] std::vector<engine::Message> messagesOf(const std::vector<storage::Turn>& turns);
[[nodiscard]] std::vector<engine::MediaInput> mediaOf(const std::vector<storage::NewMedia>& media);

/// The item as the engine scores it. Throws storage::Failure "media.missing" or "media.changed" when the bytes of a medium are
/// not where the project expects them: scoring something else would be worse than not scoring.
[[nodiscard]] engine::Conversation conversationOf(const storage::ItemRecord& item);

/// One candidate of the item, alone, with `text` in place of its last turn. Throws as conversationOf(), and storage::Failure
/// "candidate.not_found".
[[nodiscard]] engine::Conversation draftOf(const storage::ItemRecord& item, storage::CandidateId candidate,
                                           const std::string& text);

/// What makes scores comparable. The scoring mode is no part of it: both modes give the same scores up to rounding.
[[nodiscard]] storage::MeasurementSetting settingOf(const engine::ModelInfo& model, const engine::ScoreOptions& options);

/// One measurement per candidate of the item. Throws engine::Failure when the result does not fit the item.
[[nodiscard]] std::vector<storage::NewMeasurement>
measurementsOf(const storage::ItemRecord& item, const engine::ScoreResult& result, const storage::MeasurementSetting& setting);

/// The scores of this setting by candidate position, or nothing unless every candidate has one.
[[nodiscard]] std::vector<storage::MeasurementRecord> completeScores(const storage::ItemRecord& item,
                                                                     const std::vector<storage::MeasurementRecord>& records);

} // namespace trutina::services
