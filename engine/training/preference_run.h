// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/model/pace.h"

namespace trutina::engine {

/// The preference stage (specification 8). Throws Failure "training.*", "checkpoint.*", "media.*", "file.not_written", Cancelled.
[[nodiscard]] TrainingSummary runPreferenceStage(const TrainingJob& job, const TrainingData& data, Pace& pace,
                                                 const TrainingSink& report);

} // namespace trutina::engine
