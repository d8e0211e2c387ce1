// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/progress_line.h"
#include "app/cli/training_text.h"
#include "app/services/error_translation.h"
#include "app/services/headless.h"
#include "app/services/training_data.h"
#include "storage/records/error.h"

#include <QDir>
#include <QSaveFile>

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <limits>
#include <memory>
#include <optional>

namespace trutina::cli {

namespace {

struct Options {
    engine::TrainingJob job;
    services::TrainingSources sources;
    std::string model, output;
    std::vector<std::string> data, projects, records;
    std::string mode = "full";
    std::string precision = "float32";
    std::string ties = "leave-out";
    bool ratios = false;
    bool wholeGraph = false;
    bool onlyPlan = false;
};

constexpr const char* kDataReport = "data.json";

services::TrainingSources sourcesOf(const Options& options) {
    services::TrainingSources sources = options.sources;
    sources.files.assign(options.data.begin(), options.data.end());
    sources.projects.assign(options.projects.begin(), options.projects.end());
    sources.records.assign(options.records.begin(), options.records.end());
    sources.numbersAreThousands = !options.ratios;
    sources.ties = options.ties == "both" ? storage::TieRule::BothDirections : storage::TieRule::LeaveOut;
    sources.seed = options.job.recipe.seed;
    return sources;
}

services::TrainingInput readData(const Options& options, services::Headless& headless, const Session& session) {
    const auto outcome = services::outcomeOf<services::TrainingInput>([&] {
        const auto problemOf = [&](const engine::MediaInput& media) -> std::optional<engine::Error> {
            engine::MediaInspectionOptions looking;
            looking.as = media.as;
            const auto seen = headless.inspectMedia(media.path, looking);
            if (seen.isProblem()) {
                return engine::Error{seen.problem().code.toStdString(), seen.problem().message.toStdString(), {}, {}};
            }
            return std::nullopt;
        };
        return services::readTrainingData(sourcesOf(options), problemOf, session.interrupt.token());
    });
    services::TrainingInput input = valueOf(outcome, ExitCode::File);
    for (const services::TrainingSourceReport& source : input.sources) {
        spdlog::info("{}: {} records, {} taken, {} pairs, {} held out.", source.source.filename().string(), source.records,
                     source.sampled, source.pairs, source.heldOut);
        for (const auto& [code, count] : source.leftOut) {
            spdlog::info("  {} left out: {}", count, code);
        }
    }
    return input;
}

/// Beside the checkpoints, so that a result can be traced to what it was made from.
void writeDataReport(const std::string& output, const services::TrainingInput& input) {
    const auto outcome = services::outcomeOf<contracts::Nothing>([&] {
        const QDir folder(QString::fromStdString(output));
        QSaveFile file(folder.filePath(QString::fromLatin1(kDataReport)));
        const std::string text = wholeDataObject(input).text() + "\n";
        if (!folder.mkpath(QStringLiteral(".")) || !file.open(QIODevice::WriteOnly) ||
            file.write(text.data(), static_cast<qint64>(text.size())) < 0 || !file.commit()) {
            throw storage::Failure("file.not_written", "\"" + output + "/" + kDataReport + "\" could not be written.",
                                   "Check that the output folder may be written and has room.", file.errorString().toStdString());
        }
        return contracts::Nothing{};
    });
    static_cast<void>(valueOf(outcome, ExitCode::File));
}

ExitCode run(Options options, const Session& session) {
    engine::TrainingJob& job = options.job;
    job.base.directory = options.model;
    job.output = options.output;
    job.recipe.mode = options.mode == "lora" ? engine::TrainingMode::Lora : engine::TrainingMode::Full;
    job.recipe.checkpointLayers = !options.wholeGraph;
    job.recipe.precision =
        options.precision == "bfloat16" ? engine::TrainingPrecision::BFloat16 : engine::TrainingPrecision::Float32;
    services::Headless headless;
    const services::TrainingInput input = readData(options, headless, session);
    const engine::TrainingData& data = input.data;
    spdlog::info("{} pairs to learn from, {} held out. One process on the CPU.", input.pairs(), data.heldOut.size());
    const auto planned = headless.planTraining(job, data);
    const engine::TrainingMemory& memory = valueOf(planned, ExitCode::File);
    if (options.onlyPlan) {
        JsonObject plan;
        plan.add("plan", memoryObject(memory)).add("data", dataObject(input));
        printLine(plan.text());
        return ExitCode::Done;
    }
    if (memory.fits) {
        spdlog::info("Memory: {}", memory.summary);
    } else {
        spdlog::warn("Memory: {}", memory.summary);
    }
    writeDataReport(options.output, input);

    ProgressLine line(!session.console.quiet);
    const auto outcome = headless.train(job, data, session.interrupt.token(), [&](const engine::TrainingReport& report) {
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
    result.add("skipped_pairs", static_cast<std::int64_t>(summary.skippedPairs.size())).add("data", dataObject(input));
    printLine(result.text());
    if (!summary.skippedPairs.empty()) {
        spdlog::warn("{} pairs were skipped: --max-length cuts off all in which their answers differ.",
                     summary.skippedPairs.size());
    }
    return ExitCode::Done;
}

void addRecipe(CLI::App& command, Options& options) {
    engine::TrainingRecipe& recipe = options.job.recipe;
    const std::string group = "Recipe (the defaults are those of the authors' scripts)";
    const auto number = [&](const char* name, auto& value, const char* text) {
        return command.add_option(name, value, text)->type_name("N")->capture_default_str()->group(group);
    };
    number("--learning-rate", recipe.learningRate, "Peak of the schedule: warm-up from 0, then half a cosine");
    number("--warmup-ratio", recipe.warmupRatio, "Share of the steps; at least one step")->check(CLI::Range(0.0, 1.0));
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

void addTrainCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("train", "Train a reward model on preference pairs");
    const auto options = std::make_shared<Options>();
    options->sources.heldOutShare = 0.05;
    command->add_option("--model", options->model, "Folder of the base model")->type_name("DIR")->required();
    command
        ->add_option("--data", options->data, "Pairs: a JSON list, a mapping of lists, or data.txt; may be given several times")
        ->type_name("F");
    command->add_option("--project,-p", options->projects, "Pairs: the votes of a project; may be given several times")
        ->type_name("P");
    command
        ->add_option("--records", options->records,
                     "Pairs: conversation records with \"order\", \"winner\" or exported votes; may be given several times")
        ->type_name("F");
    command->add_option("--ties", options->ties, "Of projects and records: leave-out, or both: a pair in each direction")
        ->check(CLI::IsMember({"leave-out", "both"}))
        ->type_name("")
        ->capture_default_str();
    command->add_option("--output,-o", options->output, "Folder for checkpoints and the result")->type_name("DIR")->required();
    command->add_option("--mode", options->mode, "full: decoder, embeddings and head; lora: adapters")
        ->check(CLI::IsMember({"full", "lora"}))
        ->type_name("")
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
    command->add_option("--held-out", options->sources.heldOutShare, "Share of prompts that are not trained on but judged")
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
        ->add_option("--max-length-ratio", options->sources.maxLengthRatio,
                     "Leave out pairs whose chosen answer is longer than so many times the rejected one; 0: keep all")
        ->check(CLI::NonNegativeNumber)
        ->type_name("X")
        ->capture_default_str();
    command->add_flag("--ratios", options->ratios, "Numbers in data.txt are ratios of a file, not thousands of records");
    command->add_flag("--plan", options->onlyPlan,
                      "Say what memory the run would take and what data it would use; train nothing");
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
        "  trutina-cli train --model models/demo --project cups.trutina --output runs/three --mode lora --plan\n");
    command->callback([options, &action] {
        if (options->data.empty() && options->projects.empty() && options->records.empty()) {
            throw CLI::RequiredError("--data, --project or --records");
        }
        action = [options](const Session& session) { return run(*options, session); };
    });
}

} // namespace trutina::cli
