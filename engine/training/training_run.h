// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/progress.h"
#include "engine/api/training.h"

#include <stop_token>

namespace trutina::engine {

/// Trains from beginning to end, or until a stop is requested: then a checkpoint is saved and Cancelled is thrown. Throws Failure
/// "training.*", "checkpoint.*", "file.not_written". Blocks; call it on a thread of its own.
[[nodiscard]] TrainingSummary runTraining(const TrainingJob& job, const TrainingData& data, std::stop_token stop,
                                          const TrainingSink& report);

/// Throws Failure "training.options" where a job or its data make no sense.
void requireSense(const TrainingJob& job, const TrainingData& data);

} // namespace trutina::engine
