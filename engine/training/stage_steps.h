// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "engine/training/adamw.h"
#include "engine/training/training_checkpoint.h"

#include <functional>

namespace trutina::engine {

/// One stage of training as its steps see it.
struct StageSteps {
    RunIdentity identity;
    const AdamW::Parameters& parameters;
    AdamW& optimiser;
    std::function<TrainingStep()> step;   ///< moves the parameters once, or not at all when it throws
    std::function<HeldOutResult()> judge; ///< empty where nothing is held out
};

/// Takes the steps of a job from its newest checkpoint on: reports, judges, saves checkpoints, also when it is stopped or the
/// loss is no longer a number. The summary lacks what is written at the end. Throws Failure "training.*", Cancelled.
[[nodiscard]] TrainingSummary takeSteps(const TrainingJob& job, StageSteps& stage, const TrainingSink& report);

/// What of a recipe and its job the weights depend on, as JSON text.
[[nodiscard]] std::string recipeText(const TrainingJob& job);

} // namespace trutina::engine
