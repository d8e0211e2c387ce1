// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/training_run.h"

#include "engine/api/error.h"
#include "engine/training/model_creation.h"
#include "engine/training/preference_run.h"
#include "engine/training/training_checkpoint.h"
#include "engine/training/vision_run.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace trutina::engine {

void requireSense(const TrainingJob& job, const TrainingData& data) {
    std::size_t pairs = 0;
    for (const auto& set : data.sets) {
        pairs += set.size();
    }
    const auto refuse = [](const std::string& what, const std::string& hint) { throw Failure("training.options", what, hint); };
    if (pairs == 0 && !job.vision) {
        refuse("There are no pairs to learn from.", "Give a file with at least one preference pair.");
    }
    if (job.steps < 1 || job.pairsPerBatch < 1 || job.pairsPerMedium < 1 || job.accumulatedBatches < 1) {
        refuse("Steps, pairs per batch and accumulated batches must be at least 1.", "Correct the number that is not.");
    }
    if (job.vision && (job.vision->viewsPerStep < 1 || !(job.vision->heldOutShare >= 0 && job.vision->heldOutShare < 1))) {
        refuse("Views per step must be at least 1, the held-out share at least 0 and below 1.",
               "Correct the number that is not.");
    }
    const TrainingRecipe& recipe = job.recipe;
    if (recipe.maxLength < 1 || recipe.hdNum < 1 || recipe.loraRank < 1) {
        refuse("max_length, hd_num and the rank of the adapters must be at least 1.", "Correct the number that is not.");
    }
    if (!(recipe.learningRate > 0) || !(recipe.dropout >= 0 && recipe.dropout < 1)) {
        refuse("The learning rate must be above 0 and dropout at least 0 and below 1.",
               "The recipe of the paper has 1e-5 and 0.05.");
    }
    if (job.output.empty()) {
        refuse("There is no output folder.", "Name one.");
    }
    if (!job.base.adapter.empty()) {
        refuse("A run cannot begin from a base with an adapter on top.", "Merge the adapter first (trutina-cli model merge).");
    }
}

TrainingSummary runTraining(const TrainingJob& given, const TrainingData& data, std::stop_token stop,
                            const TrainingSink& report) {
    requireSense(given, data);
    const int threads =
        given.base.threads > 0 ? given.base.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    at::set_num_threads(threads);
    Pace pace(std::move(stop), {});
    TrainingJob job = given;
    if (job.create) {
        job.base.directory = job.output / "base";
        // An unfinished run has its base there; its hash is compared with that of the checkpoint.
        if (!newestCheckpoint(job.output) || !std::filesystem::exists(job.base.directory / "config.json")) {
            createModel(*job.create, job.recipe.seed, job.base.directory);
        }
    }
    return job.vision ? runVisionStage(job, pace, report) : runPreferenceStage(job, data, pace, report);
}

} // namespace trutina::engine
