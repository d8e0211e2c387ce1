// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/training.h"
#include "ui/contracts/training_desk.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace trutina::services {

/// What is kept of a run beside the engine's checkpoints, so that it can be gone on with by a later session whatever became of
/// the project or the files: the choice, and the pairs themselves.
struct KeptRun {
    contracts::TrainingChoice choice;
    QString dataName;
    contracts::TrainingDataFacts facts;
    engine::TrainingData data;
};

/// Writes FOLDER/run.json, atomically; makes the folder. Throws storage::Failure "disk.write".
void keepRun(const KeptRun& run);
/// Takes a run that saved no checkpoint away again, with its folder where nothing else is in it.
void forgetRun(const std::filesystem::path& folder);
/// Throws storage::Failure "training.no_run", "training.run_damaged".
[[nodiscard]] KeptRun keptRun(const std::filesystem::path& folder);

/// Whether a run was begun there and came to no result yet.
[[nodiscard]] bool isUnfinishedRun(const std::filesystem::path& folder);
/// The model or adapter folder of a finished run.
[[nodiscard]] std::optional<std::filesystem::path> resultOf(const std::filesystem::path& folder);
/// Steps of the newest checkpoint; nothing when there is none.
[[nodiscard]] std::optional<std::int64_t> checkpointStep(const std::filesystem::path& folder);

/// FOLDER/steps.jsonl: what was reported after each step, for the curves of a run that goes on. A step that cannot be noted, or
/// read again, is missing in them and nowhere else.
void noteStep(const std::filesystem::path& folder, const engine::TrainingReport& report);
[[nodiscard]] std::vector<engine::TrainingReport> notedSteps(const std::filesystem::path& folder);
/// Drops the steps after `last`: those of a run that ended without a checkpoint of them.
void forgetStepsAfter(const std::filesystem::path& folder, std::int64_t last);

} // namespace trutina::services
