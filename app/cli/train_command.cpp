// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/progress_line.h"
#include "app/cli/train_options.h"
#include "app/cli/training_text.h"
#include "app/services/error_translation.h"
#include "app/services/headless.h"

#include <QDir>
#include <QSaveFile>

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <memory>
#include <optional>

namespace trutina::cli {

namespace {

constexpr const char* kDataReport = "data.json";

services::TrainingSources sourcesOf(const TrainOptions& options) {
    services::TrainingSources sources = options.sources;
    sources.files.assign(options.data.begin(), options.data.end());
    sources.projects.assign(options.projects.begin(), options.projects.end());
    sources.records.assign(options.records.begin(), options.records.end());
    sources.numbersAreThousands = !options.ratios;
    sources.ties = options.ties == "both" ? storage::TieRule::BothDirections : storage::TieRule::LeaveOut;
    sources.seed = options.job.recipe.seed;
    return sources;
}

services::TrainingInput readData(const TrainOptions& options, services::Headless& headless, const Session& session) {
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

engine::TrainingJob jobOf(const TrainOptions& options) {
    engine::TrainingJob job = options.job;
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
    job.recipe.precision =
        options.precision == "bfloat16" ? engine::TrainingPrecision::BFloat16 : engine::TrainingPrecision::Float32;
    return job;
}

engine::TrainingMemory planOf(services::Headless& headless, const engine::TrainingJob& job, const engine::TrainingData& data) {
    const auto planned = headless.planTraining(job, data);
    const engine::TrainingMemory& memory = valueOf(planned, ExitCode::File);
    if (memory.fits) {
        spdlog::info("Memory: {}", memory.summary);
    } else {
        spdlog::warn("Memory: {}", memory.summary);
    }
    return memory;
}

ExitCode run(const TrainOptions& options, const Session& session) {
    engine::TrainingJob job = jobOf(options);
    services::Headless headless;
    services::TrainingInput input;
    if (options.isVision()) {
        job.vision = engine::VisionTask{options.scenes, options.viewsPerStep, options.sources.heldOutShare};
        spdlog::info("Vision stage: tower and projector learn from {}. One process on the CPU.", options.scenes);
    } else {
        input = readData(options, headless, session);
        spdlog::info("{} pairs to learn from, {} held out. One process on the CPU.", input.pairs(), input.data.heldOut.size());
        if (!job.create) { // a new model is not there yet
            const engine::TrainingMemory memory = planOf(headless, job, input.data);
            if (options.onlyPlan) {
                JsonObject plan;
                plan.add("plan", memoryObject(memory)).add("data", dataObject(input));
                printLine(plan.text());
                return ExitCode::Done;
            }
        }
        writeDataReport(options.output, input);
    }

    ProgressLine line(!session.console.quiet);
    const auto outcome = headless.train(job, input.data, session.interrupt.token(), [&](const engine::TrainingReport& report) {
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
    if (!options.isVision()) {
        result.add("skipped_pairs", static_cast<std::int64_t>(summary.skippedPairs.size())).add("data", dataObject(input));
    }
    printLine(result.text());
    if (!summary.skippedPairs.empty()) {
        spdlog::warn("{} pairs were skipped: --max-length cuts off all in which their answers differ.",
                     summary.skippedPairs.size());
    }
    return ExitCode::Done;
}

} // namespace

void addTrainCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("train", "Train a reward model on preference pairs");
    addTrainOptions(*command, [&action](const std::shared_ptr<const TrainOptions>& options) {
        action = [options](const Session& session) { return run(*options, session); };
    });
}

} // namespace trutina::cli
