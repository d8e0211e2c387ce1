// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train_options.h"

#include <CLI/CLI.hpp>

#include <limits>
#include <utility>

namespace trutina::cli {

namespace {

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

void addRecipe(CLI::App& command, TrainOptions& options) {
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
    number("--generation-weight", recipe.generationWeight,
           "Adds so many times the loss of saying the chosen answers, as a language model would (GRM); 0: preferences alone")
        ->check(CLI::NonNegativeNumber);
    number("--dropout", recipe.dropout, "On the input of every low-rank map")->check(CLI::Range(0.0, 0.99));
    number("--lora-rank", recipe.loraRank, "Of the adapters")->check(CLI::Range(1, 4096));
    number("--lora-alpha", recipe.loraAlpha, "The adapters are scaled by alpha / rank");
    command.add_flag("--train-head", recipe.trainHead, "lora: also train the score head, which the reference freezes by a quirk")
        ->group(group);
    number("--max-length", recipe.maxLength, "Tokens kept, from the left")->check(CLI::Range(1, std::numeric_limits<int>::max()));
    number("--hd-num", recipe.hdNum, "Most sub-tiles per picture")->check(CLI::Range(1, std::numeric_limits<int>::max()));
    number("--batch-size", options.job.pairsPerBatch, "Pairs of a micro-batch")->check(CLI::Range(1, 4096));
    number("--pairs-per-medium", options.job.pairsPerMedium,
           "A drawn pair brings up to so many that follow it about the same picture or video, which is then computed once")
        ->check(CLI::Range(1, 4096));
    number("--accumulate", options.job.accumulatedBatches, "Micro-batches per step")->check(CLI::Range(1, 65536));
    command
        .add_option("--precision", options.precision,
                    "Of the decoder's products; bfloat16 is slower on processors without AVX512-BF16 or AMX")
        ->check(CLI::IsMember({"float32", "bfloat16"}))
        ->type_name("")
        ->capture_default_str()
        ->group(group);
    number("--seed", recipe.seed, "Of order, dropout and adapters");
}

} // namespace

void addTrainOptions(CLI::App& command, std::function<void(std::shared_ptr<const TrainOptions>)> ready) {
    const auto options = std::make_shared<TrainOptions>();
    options->sources.heldOutShare = 0.05;
    CLI::Option* const model = command.add_option("--model", options->model, "Folder of the base model")->type_name("DIR");
    CLI::Option* const create =
        command.add_option("--create", options->create, "Begin with a new model of this config.json; it goes to OUTPUT/base")
            ->type_name("F");
    CLI::Option* const tokenizer =
        command.add_option("--tokenizer", options->tokenizer, "tokenizer.model of the new model")->type_name("F");
    create->excludes(model)->needs(tokenizer);
    tokenizer->needs(create);
    CLI::Option* const stage =
        command
            .add_option("--stage", options->stage, "preferences, or vision: tower and projector, from pictures of known shapes")
            ->check(CLI::IsMember({"preferences", "vision"}))
            ->type_name("")
            ->capture_default_str();
    CLI::Option* const scenes =
        command.add_option("--scenes", options->scenes, "vision: JSON lines of pictures and their shapes")->type_name("F");
    command
        .add_option("--data", options->data, "Pairs: a JSON list, a mapping of lists, or data.txt; may be given several times")
        ->type_name("F");
    command.add_option("--project,-p", options->projects, "Pairs: the votes of a project; may be given several times")
        ->type_name("P");
    command
        .add_option("--records", options->records,
                    "Pairs: conversation records with \"order\", \"winner\" or exported votes; may be given several times")
        ->type_name("F");
    command.add_option("--ties", options->ties, "Of projects and records: leave-out, or both: a pair in each direction")
        ->check(CLI::IsMember({"leave-out", "both"}))
        ->type_name("")
        ->capture_default_str();
    command.add_option("--output,-o", options->output, "Folder for checkpoints and the result")->type_name("DIR")->required();
    command.add_option("--mode", options->mode, "full: decoder, embeddings and head; lora: adapters")
        ->check(CLI::IsMember({"full", "lora"}))
        ->type_name("")
        ->capture_default_str();
    command
        .add_option("--picture-form", options->pictureForm,
                    "How pictures are laid out: training, as the authors' scripts do, or inference, as scoring does")
        ->check(CLI::IsMember({"training", "inference"}))
        ->type_name("")
        ->capture_default_str();
    command
        .add_option("--export-type", options->exportType, "Type of the weights in the new model folder: base, float32, bfloat16")
        ->check(CLI::IsMember({"base", "float32", "bfloat16"}))
        ->type_name("")
        ->capture_default_str();
    command.add_option("--media-memory", options->mediaMemory, "MiB for pictures and videos that are kept between steps")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 24))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--views", options->viewsPerStep, "vision: views per step, roughly")
        ->check(CLI::Range(1, 65536))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--steps", options->job.steps, "Steps of the optimiser")
        ->check(CLI::Range(std::int64_t{1}, std::numeric_limits<std::int64_t>::max()))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--threads", options->job.base.threads, "Threads that compute; 0: one per core")
        ->check(CLI::Range(0, 1024))
        ->type_name("N")
        ->capture_default_str();
    command.add_flag("--resume", options->job.resume, "Go on with an unfinished run, to the same weights");
    command.add_option("--held-out", options->sources.heldOutShare, "Share of prompts that are not trained on but judged")
        ->check(CLI::Range(0.0, 0.9))
        ->type_name("X")
        ->capture_default_str();
    command.add_option("--evaluate-every", options->job.evaluateEvery, "Steps between judging the held-out pairs; 0: at the end")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--checkpoint-every", options->job.checkpointEvery, "Steps between checkpoints; 0: when stopped")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--max-length-ratio", options->sources.maxLengthRatio,
                    "Leave out pairs whose chosen answer is longer than so many times the rejected one; 0: keep all")
        ->check(CLI::NonNegativeNumber)
        ->type_name("X")
        ->capture_default_str();
    command.add_flag("--ratios", options->ratios, "Numbers in data.txt are ratios of a file, not thousands of records");
    command.add_flag("--plan", options->onlyPlan, "Say what memory the run would take and what data it would use; train nothing")
        ->excludes(create);
    command.add_flag("--whole-graph", options->wholeGraph, "Faster, with more memory: compute no layer twice");
    addRecipe(command, *options);
    command.footer(
        "A record of the data: "
        "{\"image\":\"a.png\",\"conversations_a\":[{\"from\":\"human\",\"value\":\"…\"},{\"from\":\"gpt\",\"value\":\"…\"}],\n"
        "\"conversations_b\":[…]}; the first conversation is the better one. A line of data.txt: pairs.json 2.5\n"
        "Prints one JSON object per step and one at the end. Trains in one process on the CPU.\n\n"
        "Examples:\n"
        "  trutina-cli train --model models/demo --data pairs.json --output runs/one --steps 200\n"
        "  trutina-cli train --model models/demo --data data.txt --output runs/two --mode lora --learning-rate 1e-4\n"
        "  trutina-cli train --model models/demo --project cups.trutina --output runs/three --mode lora --plan\n"
        "  trutina-cli train --stage vision --create config.json --tokenizer tokenizer.model --scenes scenes.jsonl \\\n"
        "    --output runs/vision --steps 3000\n");
    command.callback([&command, options, model, create, stage, scenes, ready = std::move(ready)] {
        if (model->count() + create->count() == 0) {
            throw CLI::RequiredError("--model or --create");
        }
        const bool isVision = options->isVision();
        const bool hasPairs = !(options->data.empty() && options->projects.empty() && options->records.empty());
        if (isVision ? scenes->count() == 0 : !hasPairs) {
            throw CLI::RequiredError(isVision ? "--scenes" : "--data, --project or --records");
        }
        if (isVision ? hasPairs : scenes->count() > 0) {
            throw CLI::ExcludesError(stage->get_name() + " " + options->stage, isVision ? "pairs" : "--scenes");
        }
        if (isVision) {
            setVisionDefaults(command, options->job.recipe);
        }
        ready(options);
    });
}

} // namespace trutina::cli
