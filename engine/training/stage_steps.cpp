// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/stage_steps.h"

#include "engine/api/error.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <system_error>

namespace trutina::engine {

namespace {

void resumeOrRefuse(const TrainingJob& job, StageSteps& stage) {
    std::error_code error;
    std::filesystem::create_directories(job.output, error);
    const auto earlier = newestCheckpoint(job.output);
    if (job.resume && earlier) {
        restoreCheckpoint(*earlier, stage.identity, stage.parameters, stage.optimiser);
    } else if (earlier) {
        throw Failure("training.unfinished", "\"" + job.output.string() + "\" holds an unfinished run.",
                      "Go on with it (--resume), or choose another folder.");
    }
}

} // namespace

TrainingSummary takeSteps(const TrainingJob& job, StageSteps& stage, const TrainingSink& report) {
    resumeOrRefuse(job, stage);
    const auto save = [&] { saveCheckpoint(job.output, stage.identity, stage.parameters, stage.optimiser); };
    TrainingSummary summary;
    using Clock = std::chrono::steady_clock;
    try {
        if (stage.judge && stage.optimiser.stepsTaken() == 0) {
            summary.before = stage.judge();
            if (report) {
                TrainingReport told;
                told.steps = job.steps;
                told.heldOut = summary.before;
                report(told);
            }
        }
        double secondsPerStep = 0;
        while (stage.optimiser.stepsTaken() < job.steps) {
            const auto start = Clock::now();
            TrainingReport told;
            told.step = stage.step();
            told.steps = job.steps;
            const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
            constexpr double kMemory = 0.9; // of earlier steps in the running mean
            secondsPerStep = secondsPerStep == 0 ? seconds : kMemory * secondsPerStep + (1 - kMemory) * seconds;
            told.tokensPerSecond = static_cast<double>(told.step.tokens) / seconds;
            told.secondsLeft = secondsPerStep * static_cast<double>(job.steps - told.step.step);
            const bool last = told.step.step == job.steps;
            if (stage.judge && (last || (job.evaluateEvery > 0 && told.step.step % job.evaluateEvery == 0))) {
                told.heldOut = stage.judge();
                summary.after = told.heldOut;
            }
            if (!last && job.checkpointEvery > 0 && told.step.step % job.checkpointEvery == 0) {
                save();
            }
            if (report) {
                report(told);
            }
        }
    } catch (const Cancelled&) {
        save(); // a step that was cut short has changed no weight: the state is that after the last whole one
        throw;
    } catch (const Failure& failure) {
        if (failure.error().code == "training.diverged") {
            save(); // the last good state
        }
        throw;
    }
    summary.steps = stage.optimiser.stepsTaken();
    return summary;
}

std::string recipeText(const TrainingJob& job) {
    const TrainingRecipe& r = job.recipe;
    nlohmann::json text({{"mode", r.mode == TrainingMode::Full ? "full" : "lora"},
                         {"learning_rate", r.learningRate},
                         {"beta1", r.beta1},
                         {"beta2", r.beta2},
                         {"epsilon", r.epsilon},
                         {"weight_decay", r.weightDecay},
                         {"warmup_ratio", r.warmupRatio},
                         {"final_learning_rate_ratio", r.finalLearningRateRatio},
                         {"max_gradient_norm", r.maxGradientNorm},
                         {"max_length", r.maxLength},
                         {"hd_num", r.hdNum},
                         {"pictures", r.pictures == TrainingPictures::AsTraining ? "training" : "inference"},
                         {"dropout", r.dropout},
                         {"lora_rank", r.loraRank},
                         {"lora_alpha", r.loraAlpha},
                         {"train_head", r.trainHead},
                         {"share_beginnings", r.shareBeginnings},
                         {"precision", r.precision == TrainingPrecision::BFloat16 ? "bfloat16" : "float32"},
                         {"seed", r.seed},
                         {"steps", job.steps},
                         {"pairs_per_batch", job.pairsPerBatch},
                         {"accumulated_batches", job.accumulatedBatches}});
    if (job.pairsPerMedium > 1) {
        text["pairs_per_medium"] = job.pairsPerMedium;
    }
    if (r.generationWeight > 0) {
        text["generation_weight"] = r.generationWeight;
    }
    if (job.vision) {
        text["views_per_step"] = job.vision->viewsPerStep;
        text["held_out_share"] = job.vision->heldOutShare;
    }
    return text.dump();
}

} // namespace trutina::engine
