// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/vision_run.h"

#include "engine/checkpoint/checkpoint_hash.h"
#include "engine/training/model_export.h"
#include "engine/training/stage_steps.h"
#include "engine/training/text_digest.h"
#include "engine/training/vision_trainer.h"

#include <algorithm>
#include <memory>
#include <string>

namespace trutina::engine {

namespace {

SceneBatches::Options optionsOf(const TrainingJob& job, const ModelConfig& config) {
    SceneBatches::Options options;
    options.sheets.hdNum = job.recipe.hdNum;
    options.sheets.tileSize = static_cast<int>(config.tileSize);
    options.sheets.form =
        job.recipe.pictures == TrainingPictures::AsInference ? PartitionForm::Inference : PartitionForm::Training;
    options.heldOutShare = job.vision->heldOutShare;
    options.viewsPerStep = job.vision->viewsPerStep;
    options.keepBytes = job.mediaBytes;
    options.seed = job.recipe.seed;
    return options;
}

std::string digestOf(const SceneSet& set) {
    TextDigest digest;
    for (const auto* names : {&set.shapes, &set.colours}) {
        digest.add(std::to_string(names->size()));
        for (const std::string& name : *names) {
            digest.add(name);
        }
    }
    for (const Scene& scene : set.scenes) {
        digest.add(scene.image.string());
        for (const PlacedShape& shape : scene.shapes) {
            for (const double number :
                 {static_cast<double>(shape.shape), static_cast<double>(shape.colour), shape.x, shape.y, shape.diameter}) {
                digest.add(std::to_string(number));
            }
        }
    }
    return digest.finish();
}

HeldOutResult judge(VisionTrainer& trainer, const SceneBatches& batches, Pace& pace) {
    HeldOutResult result;
    result.step = trainer.optimiser().stepsTaken();
    result.vision = VisionAccuracy{};
    for (std::size_t i = 0; i < batches.heldOutBatches(); ++i) {
        pace.checkpoint();
        const SceneBatch batch = batches.heldOut(i);
        const auto outcome = trainer.evaluate(batch);
        const auto views = static_cast<double>(batch.pixels.size(0));
        result.loss += outcome.loss * views;
        result.vision->cells += outcome.accuracy.cells * views;
        result.vision->shapes += outcome.accuracy.shapes * views;
        result.vision->counts += outcome.accuracy.counts * views;
        result.pairs += batch.pixels.size(0);
    }
    const auto views = static_cast<double>(std::max<std::int64_t>(1, result.pairs));
    for (double* const sum : {&result.loss, &result.vision->cells, &result.vision->shapes, &result.vision->counts}) {
        *sum /= views;
    }
    result.accuracy = result.vision->cells;
    return result;
}

} // namespace

TrainingSummary runVisionStage(const TrainingJob& job, Pace& pace, const TrainingSink& report) {
    const ModelConfig config = readModelConfig(job.base.directory);
    const std::shared_ptr<const WeightSource> source = openWeights(job.base.directory);
    const WeightReport weights = reportWeights(config, *source);
    requireComplete(weights);
    SceneBatches batches(job.vision->scenes, optionsOf(job, config), pace);
    VisionTrainer trainer(config, weights, *source, job.recipe, job.steps, batches.set());

    StageSteps stage{{checkpointHash(job.base.directory, *source), digestOf(batches.set()), recipeText(job)},
                     trainer.parameters(),
                     trainer.optimiser(),
                     {},
                     {}};
    stage.step = [&] {
        pace.checkpoint();
        return trainer.step(batches.ofStep(trainer.optimiser().stepsTaken()));
    };
    if (batches.heldOutBatches() > 0) {
        stage.judge = [&] { return judge(trainer, batches, pace); };
    }
    TrainingSummary summary = takeSteps(job, stage, report);
    summary.result = job.output / "model";
    // The decoder is what it was: a model made from nothing still knows no preference.
    writeModel(job.base.directory, weights, *source, {trainer.parameters(), job.recipe.writtenType, false}, summary.result);
    removeCheckpoints(job.output);
    return summary;
}

} // namespace trutina::engine
