// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/model/pace.h"

namespace trutina::engine {

/// The vision stage (docs/training.md). Throws Failure "training.*", "checkpoint.*", "media.*", "file.not_written", Cancelled.
[[nodiscard]] TrainingSummary runVisionStage(const TrainingJob& job, Pace& pace, const TrainingSink& report);

} // namespace trutina::engine
