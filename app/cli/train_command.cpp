// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/progress_line.h"
#include "app/services/error_translation.h"
#include "app/services/headless.h"
#include "app/services/training_data.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <limits>
#include <memory>

namespace trutina::cli {

namespace {

struct Options {
    engine::TrainingJob job;
    std::string model, output;
    std::string stage = "preferences";
    std::string create, tokenizer; ///< of a new model
    std::string scenes;
    int viewsPerStep = engine::VisionTask().viewsPerStep;
    std::vector<std::string> data;
    std::string mode = "full";
    std::string pictureForm = "training";
    std::string exportType = "base";
    std::int64_t mediaMemory = 1024; ///< MiB
    bool ratios = false;
    bool wholeGraph = false;
    double maxLengthRatio = 0;
    double heldOutShare = 0.05;
};

void addVision(JsonObject& object, const std::optional<engine::VisionAccuracy>& accuracy) {
    if (accuracy) {
        object.add("cells_right", accuracy->cells).add("shapes_right", accuracy->shapes).add("counts_right", accuracy->counts);
    }
}

JsonObject heldOutObject(const engine::HeldOutResult& result) {
    JsonObject object;
    object.add("step", result.step)
        .add("loss", result.loss)
        .add("accuracy", result.accuracy)
        .add(result.vision ? "views" : "pairs", result.pairs);
    addVision(object, result.vision);
    return object;
}

std::string stepLine(const engine::TrainingReport& report) {
    JsonObject line;
    line.add("step", report.step.step)
        .add("loss", report.step.loss)
        .add("accuracy", report.step.accuracy)
        .add("learning_rate", report.step.learningRate)
        .add("gradient_norm", report.step.gradientNorm)
        .add("tokens", report.step.tokens)
        .add("tokens_per_s", report.tokensPerSecond)
        .add("seconds_left", report.secondsLeft);
    addVision(line, report.step.vision);
    if (report.heldOut) {
        line.add("held_out", heldOutObject(*report.heldOut));
    }
    return line.text();
}

engine::TrainingData readData(const Options& options) {
    const auto outcome = services::outcomeOf<engine::TrainingData>([&] {
        storage::TransferReport report;
        std::vector<storage::IxcDataSet> sets;
        for (const std::string& file : options.data) {
            for (auto& set :
                 storage::readIxcTrainingData(file, {!options.ratios, options.maxLengthRatio, options.job.recipe.seed}, report)) {
                spdlog::info("{}: {} records, {} sampled, {} filtered, {} pairs.", set.file.filename().string(), set.records,
                             set.sampled, set.filtered, set.pairs.size());
                sets.push_back(std::move(set));
            }
        }
        for (const storage::TransferNote& note : report.notes) {
            spdlog::debug("Record {} was left out ({}): {}", note.row, note.code, note.message);
        }
        if (report.notesInAll > 0) {
            spdlog::warn("{} of {} records were left out; --log-level debug names them.", report.notesInAll, report.read);
        }
        return services::trainingDataOf(std::move(sets), options.heldOutShare);
    });
    return valueOf(outcome, ExitCode::File);
}

engine::TrainingData visionTask(Options& options) {
    engine::VisionTask task;
    task.scenes = options.scenes;
    task.viewsPerStep = options.viewsPerStep;
    task.heldOutShare = options.heldOutShare;
    options.job.vision = task;
    spdlog::info("Vision stage: tower and projector learn from {}. One process on the CPU.", options.scenes);
    return {};
}

engine::TrainingData preferenceData(const Options& options) {
    engine::TrainingData data = readData(options);
    std::size_t pairs = 0;
    for (const auto& set : data.sets) {
        pairs += set.size();
    }
    spdlog::info("{} pairs to learn from, {} held out. One process on the CPU.", pairs, data.heldOut.size());
    return data;
}

ExitCode run(Options options, const Session& session) {
    engine::TrainingJob& job = options.job;
    job.base.directory = options.model;
    job.output = options.output;
    job.recipe.mode = options.mode == "lora" ? engine::TrainingMode::Lora : engine::TrainingMode::Full;
    job.recipe.checkpointLayers = !options.wholeGraph;
    job.recipe.pictures =
        options.pictureForm == "inference" ? engine::TrainingPictures::AsInference : engine::TrainingPictures::AsTraining;
    job.recipe.writtenType = options.exportType == "bfloat16"  ? engine::WeightType::BFloat16
                             : options.exportType == "float32" ? engine::WeightType::Float32
                                                               : engine::WeightType::AsBase;
    job.mediaBytes = options.mediaMemory << 20;
    if (!options.create.empty()) {
        job.create = {options.create, options.tokenizer};
    }
    const engine::TrainingData data = options.stage == "vision" ? visionTask(options) : preferenceData(options);

    services::Headless headless;
    ProgressLine line(!session.console.quiet);
    const auto outcome = headless.train(job, data, session.interrupt.token(), [&](const engine::TrainingReport& report) {
        if (report.step.step == 0) {
            return; // the base model: told at the end
        }
        line.wipe();
        printLine(stepLine(report));
        line.show(fmt::format("step {} of {}, loss {:.4f}, {:.0f} s left", report.step.step, report.steps, report.step.loss,
                              report.secondsLeft),
                  static_cast<double>(report.step.step) / static_cast<double>(report.steps));
    });
    line.wipe();
    if (outcome.isCancelled()) {
        spdlog::error("Stopped. The state is saved in {}; go on with the same command and --resume.", options.output);
        return ExitCode::Cancelled;
    }
    const engine::TrainingSummary& summary = valueOf(outcome, ExitCode::File);
    JsonObject result;
    result.add("result", summary.result.string()).add("steps", summary.steps);
    if (summary.before) {
        result.add("held_out_before", heldOutObject(*summary.before));
    }
    if (summary.after) {
        result.add("held_out_after", heldOutObject(*summary.after));
    }
    result.add("skipped_pairs", static_cast<std::int64_t>(summary.skippedPairs.size()));
    printLine(result.text());
    if (!summary.skippedPairs.empty()) {
        spdlog::warn("{} pairs were skipped: --max-length cuts off all in which their answers differ.",
                     summary.skippedPairs.size());
    }
    return ExitCode::Done;
}

/// The vision stage is not the paper's: where nothing is said it takes what was found to work for it.
void setVisionDefaults(const CLI::App& command, engine::TrainingRecipe& recipe) {
    const auto byDefault = [&](const char* option, double& value, double other) {
        value = command.count(option) == 0 ? other : value;
    };
    byDefault("--learning-rate", recipe.learningRate, 1e-3);
    byDefault("--warmup-ratio", recipe.warmupRatio, 0.03);
    byDefault("--final-learning-rate-ratio", recipe.finalLearningRateRatio, 0.05);
    byDefault("--weight-decay", recipe.weightDecay, 0.01);
}

void addRecipe(CLI::App& command, Options& options) {
    engine::TrainingRecipe& recipe = options.job.recipe;
    const std::string group = "Recipe (the defaults are those of the authors' scripts)";
    const auto number = [&](const char* name, auto& value, const char* text) {
        return command.add_option(name, value, text)->type_name("N")->capture_default_str()->group(group);
    };
    number("--learning-rate", recipe.learningRate, "Peak of the schedule: warm-up from 0, then half a cosine");
    number("--warmup-ratio", recipe.warmupRatio, "Share of the steps; at least one step")->check(CLI::Range(0.0, 1.0));
    number("--final-learning-rate-ratio", recipe.finalLearningRateRatio, "Where the cosine ends, as a share of the peak")
        ->check(CLI::Range(0.0, 1.0));
    number("--weight-decay", recipe.weightDecay, "Of AdamW; reaches every trained parameter");
    number("--max-grad-norm", recipe.maxGradientNorm, "Gradients are scaled down to it")->check(CLI::PositiveNumber);
    number("--dropout", recipe.dropout, "On the input of every low-rank map")->check(CLI::Range(0.0, 0.99));
    number("--lora-rank", recipe.loraRank, "Of the adapters")->check(CLI::Range(1, 4096));
    number("--lora-alpha", recipe.loraAlpha, "The adapters are scaled by alpha / rank");
    command.add_flag("--train-head", recipe.trainHead, "lora: also train the score head, which the reference freezes by a quirk")
        ->group(group);
    number("--max-length", recipe.maxLength, "Tokens kept, from the left")->check(CLI::Range(1, std::numeric_limits<int>::max()));
    number("--hd-num", recipe.hdNum, "Most sub-tiles per picture")->check(CLI::Range(1, std::numeric_limits<int>::max()));
    number("--batch-size", options.job.pairsPerBatch, "Pairs of a micro-batch")->check(CLI::Range(1, 4096));
    number("--accumulate", options.job.accumulatedBatches, "Micro-batches per step")->check(CLI::Range(1, 65536));
    number("--seed", recipe.seed, "Of order, dropout and adapters");
}

} // namespace

void addTrainCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("train", "Train a reward model on preference pairs");
    const auto options = std::make_shared<Options>();
    CLI::Option* const model = command->add_option("--model", options->model, "Folder of the base model")->type_name("DIR");
    CLI::Option* const create =
        command->add_option("--create", options->create, "Begin with a new model of this config.json; it goes to OUTPUT/base")
            ->type_name("F");
    CLI::Option* const tokenizer =
        command->add_option("--tokenizer", options->tokenizer, "tokenizer.model of the new model")->type_name("F");
    create->excludes(model)->needs(tokenizer);
    tokenizer->needs(create);
    CLI::Option* const stage =
        command
            ->add_option("--stage", options->stage, "preferences, or vision: tower and projector, from pictures of known shapes")
            ->check(CLI::IsMember({"preferences", "vision"}))
            ->type_name("")
            ->capture_default_str();
    CLI::Option* const data = command
                                  ->add_option("--data", options->data,
                                               "Pairs: a JSON list, a mapping of lists, or data.txt; may be given several times")
                                  ->type_name("F");
    CLI::Option* const scenes =
        command->add_option("--scenes", options->scenes, "vision: JSON lines of pictures and their shapes")->type_name("F");
    command->add_option("--output,-o", options->output, "Folder for checkpoints and the result")->type_name("DIR")->required();
    command->add_option("--mode", options->mode, "full: decoder, embeddings and head; lora: adapters")
        ->check(CLI::IsMember({"full", "lora"}))
        ->type_name("")
        ->capture_default_str();
    command
        ->add_option("--picture-form", options->pictureForm,
                     "How pictures are laid out: training, as the authors' scripts do, or inference, as scoring does")
        ->check(CLI::IsMember({"training", "inference"}))
        ->type_name("")
        ->capture_default_str();
    command
        ->add_option("--export-type", options->exportType, "Type of the weights in the new model folder: base, float32, bfloat16")
        ->check(CLI::IsMember({"base", "float32", "bfloat16"}))
        ->type_name("")
        ->capture_default_str();
    command->add_option("--media-memory", options->mediaMemory, "MiB for pictures and videos that are kept between steps")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 24))
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--views", options->viewsPerStep, "vision: views per step, roughly")
        ->check(CLI::Range(1, 65536))
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--steps", options->job.steps, "Steps of the optimiser")
        ->check(CLI::Range(std::int64_t{1}, std::numeric_limits<std::int64_t>::max()))
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--threads", options->job.base.threads, "Threads that compute; 0: one per core")
        ->check(CLI::Range(0, 1024))
        ->type_name("N")
        ->capture_default_str();
    command->add_flag("--resume", options->job.resume, "Go on with an unfinished run, to the same weights");
    command->add_option("--held-out", options->heldOutShare, "Share of prompts that are not trained on but judged")
        ->check(CLI::Range(0.0, 0.9))
        ->type_name("X")
        ->capture_default_str();
    command->add_option("--evaluate-every", options->job.evaluateEvery, "Steps between judging the held-out pairs; 0: at the end")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--checkpoint-every", options->job.checkpointEvery, "Steps between checkpoints; 0: when stopped")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N")
        ->capture_default_str();
    command
        ->add_option("--max-length-ratio", options->maxLengthRatio,
                     "Leave out pairs whose chosen answer is longer than so many times the rejected one; 0: keep all")
        ->check(CLI::NonNegativeNumber)
        ->type_name("X")
        ->capture_default_str();
    command->add_flag("--ratios", options->ratios, "Numbers in data.txt are ratios of a file, not thousands of records");
    command->add_flag("--whole-graph", options->wholeGraph, "Faster, with more memory: compute no layer twice");
    addRecipe(*command, *options);
    command->footer(
        "A record of the data: "
        "{\"image\":\"a.png\",\"conversations_a\":[{\"from\":\"human\",\"value\":\"…\"},{\"from\":\"gpt\",\"value\":\"…\"}],\n"
        "\"conversations_b\":[…]}; the first conversation is the better one. A line of data.txt: pairs.json 2.5\n"
        "Prints one JSON object per step and one at the end. Trains in one process on the CPU.\n\n"
        "Examples:\n"
        "  trutina-cli train --model models/demo --data pairs.json --output runs/one --steps 200\n"
        "  trutina-cli train --model models/demo --data data.txt --output runs/two --mode lora --learning-rate 1e-4\n"
        "  trutina-cli train --stage vision --create config.json --tokenizer tokenizer.model --scenes scenes.jsonl \\\n"
        "    --output runs/vision --steps 3000\n");
    command->callback([command, options, model, create, stage, data, scenes, &action] {
        if (model->count() + create->count() == 0) {
            throw CLI::RequiredError("--model or --create");
        }
        const bool isVision = options->stage == "vision";
        if ((isVision ? scenes : data)->count() == 0) {
            throw CLI::RequiredError(isVision ? "--scenes" : "--data");
        }
        if ((isVision ? data : scenes)->count() > 0) {
            throw CLI::ExcludesError(stage->get_name() + " " + options->stage, isVision ? "--data" : "--scenes");
        }
        if (isVision) {
            setVisionDefaults(*command, options->job.recipe);
        }
        action = [options](const Session& session) { return run(*options, session); };
    });
}

} // namespace trutina::cli
