// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trutina::storage {

/// What a model said about one candidate. A score is one kind; curves and probes will be others.
enum class MeasurementKind { Score, Positions, ImageBlind, Occlusion };

/// How a measurement was made: two measurements are comparable exactly when this is equal.
struct MeasurementSetting {
    std::string modelHash; ///< "sha256:…"
    std::string modelName;
    std::string computeType;
    std::string device;
    int hdNum = 0;
    int maxLength = 0;
    std::string engineVersion;
    bool trained = true;     ///< false for random test weights
    std::string weightType;  ///< "int8" for weights in 8 bits; empty: as they are stored
    bool frameLabels = true; ///< of videos
    bool operator==(const MeasurementSetting&) const = default;
};

struct NewMeasurement {
    CandidateId candidate;
    MeasurementKind kind = MeasurementKind::Score;
    MeasurementSetting setting;
    std::vector<double> values; ///< one for a score
    bool truncated = false;
};

struct MeasurementRecord : NewMeasurement {
    MeasurementId id;
    std::int64_t createdAtMilliseconds = 0;
};

} // namespace trutina::storage
