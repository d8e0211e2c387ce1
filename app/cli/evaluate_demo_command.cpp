// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/kind_option.h"
#include "app/cli/model_options.h"
#include "app/cli/progress_line.h"
#include "app/services/demo_evaluation.h"
#include "app/services/shipped_files.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace trutina::cli {

namespace {

struct Options {
    ModelOptions model;
    services::DemoExam exam;
    bool json = false;
};

void addShare(JsonObject& object, const demo::Share& share) {
    const auto [low, high] = share.interval();
    object.add("accuracy", share.accuracy()).add("count", share.count).add("low", low).add("high", high);
}

/// Of kinds with this media, without the media; null where there were none.
std::string blindText(const demo::Tally& tally, demo::MediaKind media) {
    const auto found = tally.blind().find(media);
    return found == tally.blind().end() ? "null" : jsonText(found->second.accuracy());
}

std::string jsonOf(const demo::Tally& tally, const Options& options, const engine::ModelInfo& model) {
    JsonObject kinds;
    for (const auto& [kind, share] : tally.kinds()) {
        JsonObject one;
        addShare(one, share);
        one.add("media", demo::name(demo::infoOf(kind).media));
        kinds.add(demo::infoOf(kind).name, one);
    }
    JsonObject blind;
    for (const auto& [media, share] : tally.blind()) {
        JsonObject one;
        addShare(one, share);
        blind.add(demo::name(media), one);
    }
    JsonObject baselines;
    baselines.add("longer", tally.longer().accuracy()).add("first", tally.first().accuracy());
    const auto [low, high] = tally.overall().interval();
    JsonObject result;
    result.add("overall", tally.overall().accuracy())
        .add("kinds", kinds)
        .addJson("image_blind", blindText(tally, demo::MediaKind::Picture))
        .add("length_correlation", tally.lengthCorrelation())
        .add("baselines", baselines)
        .add("low", low)
        .add("high", high)
        .add("count", tally.overall().count)
        .add("blind", blind)
        .add("seed", options.exam.seed)
        .add("model", model.hash)
        .add("dtype", model.computeType)
        .add("hd_num", options.model.hdNum);
    return result.text();
}

std::string row(const std::string& name, const demo::Share& share, const char* media) {
    const auto [low, high] = share.interval();
    return fmt::format("{:<16}{:>8.3f}   {:.3f} to {:.3f}{:>8}   {}", name, share.accuracy(), low, high, share.count, media);
}

void printTable(const demo::Tally& tally) {
    printLine(fmt::format("{:<16}{:>8}   {:<14}{:>8}   {}", "kind", "accuracy", "95 % interval", "count", "media"));
    for (const auto& [kind, share] : tally.kinds()) {
        printLine(row(demo::infoOf(kind).name, share, demo::name(demo::infoOf(kind).media)));
    }
    printLine(row("overall", tally.overall(), ""));
    printLine("");
    for (const auto& [media, share] : tally.blind()) {
        printLine(row(std::string("without ") + demo::name(media), share, "should be near 0.5"));
    }
    printLine(row("longer answer", tally.longer(), "a baseline that knows nothing"));
    printLine(row("first answer", tally.first(), "likewise"));
    printLine(fmt::format("correlation of score and length: {:.3f}", tally.lengthCorrelation()));
}

ExitCode run(Options options, const Session& session) {
    if (options.model.model.empty()) {
        options.model.model = services::shippedDemoModel().string();
    }
    if (options.model.model.empty()) {
        throw CommandFailure(ExitCode::NoModel, {QStringLiteral("demo.no_model"),
                                                 QStringLiteral("The demo model was not found beside the program."),
                                                 QStringLiteral("Name a model with --model."),
                                                 {}});
    }
    options.model.noCache = true; // pictures that are never seen again
    const bool showProgress = !session.console.quiet;
    services::Headless headless;
    const engine::ModelInfo model = loadModel(headless, options.model, session.interrupt, showProgress);
    options.exam.seed = options.model.seed;
    options.exam.scoring = options.model.scoreOptions();
    ProgressLine line(showProgress);
    const auto outcome =
        services::examineDemoModel(headless, options.exam, session.interrupt.token(), [&](const engine::Progress& progress) {
            line.show("scoring held-out worlds", progress.fraction);
        });
    line.wipe();
    const demo::Tally& tally = valueOf(outcome, ExitCode::SomeFailed);
    if (options.json) {
        printLine(jsonOf(tally, options, model));
    } else {
        printTable(tally);
    }
    return ExitCode::Done;
}

} // namespace

void addEvaluateDemoCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("demo", "How often a model prefers the right answer in fresh demo worlds");
    const auto options = std::make_shared<Options>();
    options->model.addTo(*command, /*isModelRequired=*/false);
    command->get_option("--model")->description("Folder of the reward model; without it, the demo model that ships");
    command->get_option("--seed")->description("Of the worlds; the same seed gives the same examples")->required();
    command->add_option("--count", options->exam.count, "Examples, all kinds equally often")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{10'000'000}))
        ->type_name("M")
        ->capture_default_str();
    addKindsOption(*command, options->exam.kinds);
    command->add_flag("--json", options->json, "One JSON object instead of a table");
    command->footer(
        "Examples show combinations that no training pair of any seed shows. Each has a right and a wrong answer; equal\n"
        "scores are wrong. Those with media are scored once more without them: nothing in their texts tells the right one.\n\n"
        "Examples:\n"
        "  trutina-cli evaluate demo --seed 7 --count 2600\n"
        "  trutina-cli evaluate demo --model runs/one/model --seed 7 --count 2600 --json\n");
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
