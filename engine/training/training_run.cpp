// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/training_run.h"

#include "engine/api/error.h"
#include "engine/checkpoint/checkpoint_hash.h"
#include "engine/hash/sha256.h"
#include "engine/training/model_export.h"
#include "engine/training/pair_sampler.h"
#include "engine/training/preference_trainer.h"
#include "engine/training/training_checkpoint.h"

#include <ATen/Parallel.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <utility>

namespace trutina::engine {

void requireSense(const TrainingJob& job, const TrainingData& data) {
    std::size_t pairs = 0;
    for (const auto& set : data.sets) {
        pairs += set.size();
    }
    const auto refuse = [](const std::string& what, const std::string& hint) { throw Failure("training.options", what, hint); };
    if (pairs == 0) {
        refuse("There are no pairs to learn from.", "Give a file with at least one preference pair.");
    }
    if (job.steps < 1 || job.pairsPerBatch < 1 || job.accumulatedBatches < 1) {
        refuse("Steps, pairs per batch and accumulated batches must be at least 1.", "Correct the number that is not.");
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

namespace {

std::string recipeText(const TrainingJob& job) {
    const TrainingRecipe& r = job.recipe;
    return nlohmann::json({{"mode", r.mode == TrainingMode::Full ? "full" : "lora"},
                           {"learning_rate", r.learningRate},
                           {"beta1", r.beta1},
                           {"beta2", r.beta2},
                           {"epsilon", r.epsilon},
                           {"weight_decay", r.weightDecay},
                           {"warmup_ratio", r.warmupRatio},
                           {"max_gradient_norm", r.maxGradientNorm},
                           {"max_length", r.maxLength},
                           {"hd_num", r.hdNum},
                           {"dropout", r.dropout},
                           {"lora_rank", r.loraRank},
                           {"lora_alpha", r.loraAlpha},
                           {"train_head", r.trainHead},
                           {"share_beginnings", r.shareBeginnings},
                           {"precision", r.precision == TrainingPrecision::BFloat16 ? "bfloat16" : "float32"},
                           {"seed", r.seed},
                           {"steps", job.steps},
                           {"pairs_per_batch", job.pairsPerBatch},
                           {"accumulated_batches", job.accumulatedBatches}})
        .dump();
}

/// SHA-256 over every text and media path of the pairs, in order.
std::string digestOf(const TrainingData& data) {
    Sha256 hash;
    const auto add = [&](const std::string& text) {
        const std::uint64_t size = text.size();
        hash.add(&size, sizeof size);
        hash.add(text);
    };
    const auto addMessages = [&](const std::vector<Message>& messages) {
        for (const Message& message : messages) {
            add(message.role);
            add(message.content);
        }
        add("");
    };
    for (const auto& set : data.sets) {
        add(std::to_string(set.size()));
        for (const PreferencePair& pair : set) {
            addMessages(pair.chosen);
            addMessages(pair.rejected);
            for (const MediaInput& media : pair.media) {
                add(media.path.string());
            }
        }
    }
    return hash.text();
}

HeldOutResult evaluateHeldOut(PreferenceTrainer& trainer, const std::vector<PreferencePair>& pairs, Pace& pace) {
    constexpr std::size_t kPairsAtOnce = 8;
    HeldOutResult result;
    result.step = trainer.optimiser().stepsTaken();
    double right = 0;
    for (std::size_t begin = 0; begin < pairs.size(); begin += kPairsAtOnce) {
        const auto end = std::min(begin + kPairsAtOnce, pairs.size());
        const auto outcome = trainer.evaluate(
            {pairs.begin() + static_cast<std::ptrdiff_t>(begin), pairs.begin() + static_cast<std::ptrdiff_t>(end)}, pace);
        const auto taken = static_cast<std::int64_t>(outcome.scores.size() / 2);
        result.loss += outcome.loss * static_cast<double>(taken);
        result.pairs += taken;
        for (std::size_t i = 0; i + 1 < outcome.scores.size(); i += 2) {
            right += outcome.scores[i] > outcome.scores[i + 1] ? 1 : 0;
        }
    }
    if (result.pairs > 0) {
        result.loss /= static_cast<double>(result.pairs);
        result.accuracy = right / static_cast<double>(result.pairs);
    }
    return result;
}

} // namespace

TrainingSummary runTraining(const TrainingJob& job, const TrainingData& data, std::stop_token stop, const TrainingSink& report) {
    requireSense(job, data);
    const int threads =
        job.base.threads > 0 ? job.base.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    at::set_num_threads(threads);
    Pace pace(std::move(stop), {});
    PreferenceTrainer::Model model;
    model.config = readModelConfig(job.base.directory);
    model.source = openWeights(job.base.directory);
    model.report = reportWeights(model.config, *model.source);
    requireComplete(model.report);
    model.tokenizer = std::make_shared<const Tokenizer>(job.base.directory / "tokenizer.model");
    const RunIdentity identity{checkpointHash(job.base.directory, *model.source), digestOf(data), recipeText(job)};
    const WeightReport weightReport = model.report;
    const std::shared_ptr<const WeightSource> source = model.source;
    PreferenceTrainer trainer(std::move(model), job.recipe, job.steps);

    std::error_code error;
    std::filesystem::create_directories(job.output, error);
    const auto earlier = newestCheckpoint(job.output);
    if (job.resume && earlier) {
        restoreCheckpoint(*earlier, identity, trainer.weights(), trainer.optimiser());
    } else if (earlier) {
        throw Failure("training.unfinished", "\"" + job.output.string() + "\" holds an unfinished run.",
                      "Go on with it (--resume), or choose another folder.");
    }

    std::vector<PairSampler::Set> sizes;
    std::vector<std::size_t> firstNumber;
    std::size_t all = 0;
    for (const auto& set : data.sets) {
        sizes.push_back({set.size(), !set.empty() && !set.front().media.empty()});
        firstNumber.push_back(all);
        all += set.size();
    }
    const PairSampler sampler(std::move(sizes), job.recipe.seed);
    TrainingSummary summary;
    std::set<std::size_t> skipped;
    using Clock = std::chrono::steady_clock;
    try {
        if (!data.heldOut.empty() && trainer.optimiser().stepsTaken() == 0) {
            summary.before = evaluateHeldOut(trainer, data.heldOut, pace);
        }
        double secondsPerStep = 0;
        while (trainer.optimiser().stepsTaken() < job.steps) {
            const auto start = Clock::now();
            std::vector<std::vector<PreferencePair>> microBatches;
            std::vector<std::size_t> numbers;
            for (int i = 0; i < job.accumulatedBatches; ++i) {
                auto& pairs = microBatches.emplace_back();
                const auto batch = trainer.optimiser().stepsTaken() * job.accumulatedBatches + i;
                for (const PairSampler::Pick& pick : sampler.batch(batch, job.pairsPerBatch)) {
                    pairs.push_back(data.sets[pick.set][pick.pair]);
                    numbers.push_back(firstNumber[pick.set] + pick.pair);
                }
            }
            TrainingReport told;
            told.step = trainer.step(microBatches, pace);
            told.steps = job.steps;
            for (const std::size_t index : told.step.skipped) {
                skipped.insert(numbers[index]);
            }
            const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
            constexpr double kMemory = 0.9; // of earlier steps in the running mean
            secondsPerStep = secondsPerStep == 0 ? seconds : kMemory * secondsPerStep + (1 - kMemory) * seconds;
            told.tokensPerSecond = static_cast<double>(told.step.tokens) / seconds;
            told.secondsLeft = secondsPerStep * static_cast<double>(job.steps - told.step.step);
            const bool last = told.step.step == job.steps;
            if (!data.heldOut.empty() && (last || (job.evaluateEvery > 0 && told.step.step % job.evaluateEvery == 0))) {
                told.heldOut = evaluateHeldOut(trainer, data.heldOut, pace);
                summary.after = told.heldOut;
            }
            if (!last && job.checkpointEvery > 0 && told.step.step % job.checkpointEvery == 0) {
                saveCheckpoint(job.output, identity, trainer.weights(), trainer.optimiser());
            }
            if (report) {
                report(told);
            }
        }
    } catch (const Cancelled&) {
        // A step that was cut short has changed no weight: the state is that after the last whole one.
        saveCheckpoint(job.output, identity, trainer.weights(), trainer.optimiser());
        throw;
    } catch (const Failure& failure) {
        if (failure.error().code == "training.diverged") {
            saveCheckpoint(job.output, identity, trainer.weights(), trainer.optimiser()); // the last good state
        }
        throw;
    }
    const bool full = job.recipe.mode == TrainingMode::Full;
    summary.result = job.output / (full ? "model" : "adapter");
    if (full) {
        writeModel(job.base.directory, weightReport, *source, trainer.weights(), summary.result);
    } else {
        writeAdapter(job.base.directory, job.recipe, trainer.weights(), summary.result);
    }
    removeCheckpoints(job.output);
    summary.steps = trainer.optimiser().stepsTaken();
    summary.skippedPairs.assign(skipped.begin(), skipped.end());
    return summary;
}

} // namespace trutina::engine
