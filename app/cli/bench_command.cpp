// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/model_options.h"
#include "app/cli/progress_line.h"
#include "app/services/machine_benchmark.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace trutina::cli {

namespace {

struct Options {
    ModelOptions model;
    std::string picture;
    services::BenchmarkShape shape;
};

JsonObject wayObject(const services::BenchmarkedWay& way, double probeRate) {
    JsonObject object;
    object.add("seconds", way.seconds)
        .add("median_s", way.medianSeconds())
        .add("flop", way.flop)
        .add("gflop_per_s", way.gigaflops())
        .add("share_of_product", probeRate > 0 ? way.gigaflops() / probeRate : 0.0);
    return object;
}

ExitCode run(const Options& options, const Session& session) {
    const bool showProgress = !session.console.quiet;
    services::Headless headless;
    const engine::ModelInfo model = loadModel(headless, options.model, session.interrupt, showProgress);
    services::BenchmarkShape shape = options.shape;
    shape.picture = options.picture;
    ProgressLine line(showProgress);
    const auto outcome =
        services::benchmarkMachine(headless, shape, options.model.threads, session.interrupt.token(),
                                   [&](const engine::Progress& progress) { line.show("measuring", progress.fraction); });
    line.wipe();
    const services::MachineBenchmark& result = valueOf(outcome, ExitCode::SomeFailed);

    const double rate = model.computeType == "float32" ? result.rates.float32 : result.rates.bfloat16;
    JsonObject products;
    products.add("float32", result.rates.float32).add("bfloat16", result.rates.bfloat16);
    JsonObject tokens;
    tokens.add("prompt", result.promptTokens).add("image", result.imageTokens).add("candidates", result.answerTokens);
    printLine(JsonObject()
                  .add("model", model.hash)
                  .add("dtype", model.computeType)
                  .add("device", model.device)
                  .add("product_gflop_per_s", products)
                  .add("tokens", tokens)
                  .add("shared", wayObject(result.shared, rate))
                  .add("one_by_one", wayObject(result.oneByOne, rate))
                  .add("speed_up", result.speedUp())
                  .add("ideal_speed_up", result.idealSpeedUp())
                  .add("largest_score_difference", result.largestDifference)
                  .text());
    spdlog::info(
        "{} answers: {:.3g} s shared, {:.3g} s one by one: {:.2f} times as fast, where the work alone would allow {:.2f}. "
        "{:.0f} GFLOP/s, {:.0f} % of a bare matrix product.",
        shape.answers, result.shared.medianSeconds(), result.oneByOne.medianSeconds(), result.speedUp(), result.idealSpeedUp(),
        result.shared.gigaflops(), rate > 0 ? 100 * result.shared.gigaflops() / rate : 0.0);
    return ExitCode::Done;
}

} // namespace

void addBenchCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("bench", "How fast this machine scores with a model");
    const auto options = std::make_shared<Options>();
    const auto count = [&](const char* name, int& value, int most, const char* description) {
        command->add_option(name, value, description)->check(CLI::Range(1, most))->type_name("N")->capture_default_str();
    };
    options->model.addTo(*command);
    command->add_option("--picture", options->picture, "A picture for the prompt; without it the prompt is text")
        ->check(CLI::ExistingFile)
        ->type_name("FILE");
    count("--answers", options->shape.answers, 1000, "Answers to weigh");
    count("--prompt-words", options->shape.promptWords, 100000, "Words of the prompt, each about a token");
    count("--answer-words", options->shape.answerWords, 100000, "Words of each answer");
    count("--repetitions", options->shape.repetitions, 1000, "Counted repetitions, after one that warms up");
    command->footer(
        "Scores made-up answers to a made-up prompt in two ways that take turns: shared, where the prompt is computed once for\n"
        "all answers, and one by one. Prints one JSON object: seconds, GFLOP/s by formula, the share of what a bare matrix\n"
        "product (256 rows, 2048 x 2048) reaches here, and how much sharing gains beside what the work alone allows.\n"
        "Nothing is cached. Other programs that compute at the same time make the figures worse.\n\n"
        "Examples:\n"
        "  trutina-cli bench --model models/ixc\n"
        "  trutina-cli bench --model models/ixc --picture img/a.png --answers 8 --dtype bfloat16\n");
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
