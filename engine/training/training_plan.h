// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"

#include <cstdint>

namespace trutina::engine {

/// The largest micro-batch of a run, and the media of all.
struct TrainingLoad {
    std::int64_t rows = 0;      ///< that go through the decoder
    std::int64_t imageRows = 0; ///< of these at image positions
    std::int64_t scores = 0;    ///< of attention: over all trees, rows of the branches times the keys that they are held against
    std::int64_t said = 0;      ///< tokens that chosen answers say
    std::int64_t largestTree = 0; ///< scores of the largest tree
    std::int64_t visionTiles = 0; ///< of the largest medium, global view included; 0: no media
    std::int64_t mediaTokens = 0; ///< of all different media
};

/// What a run on such a load needs, by formula; freeBytes and what follows from it are left open. Pure.
[[nodiscard]] TrainingMemory trainingMemory(const ModelConfig& config, const WeightReport& report, std::int64_t storedBytes,
                                            const TrainingJob& job, const TrainingLoad& load);

/// Engine::planTraining without the border. Tokenizes the longest pairs of each set, and opens every medium once.
[[nodiscard]] TrainingMemory planTrainingRun(const TrainingJob& job, const TrainingData& data);

} // namespace trutina::engine
