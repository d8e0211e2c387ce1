// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"
#include "engine/api/training.h"
#include "ui/contracts/training_desk.h"

namespace trutina::services {

/// What a run will take: float32 weights, gradients, two moments for each trained number, and the states of one micro-batch.
/// An estimate from the sizes that an inspection knows; `freeBytes` is left at 0.
[[nodiscard]] contracts::TrainingMemory trainingMemoryOf(const engine::ModelInspection& base, const engine::TrainingJob& job,
                                                         const contracts::TrainingDataFacts& data);

} // namespace trutina::services
