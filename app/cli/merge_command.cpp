// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/progress_line.h"
#include "app/services/headless.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <memory>

namespace trutina::cli {

namespace {

struct Options {
    std::string model, adapter, output;
};

ExitCode run(const Options& options, const Session& session) {
    engine::LoadOptions base;
    base.directory = options.model;
    base.adapter = options.adapter;
    services::Headless headless;
    ProgressLine line(!session.console.quiet);
    const auto outcome =
        headless.mergeAdapter(base, options.output, session.interrupt.token(),
                              [&](const engine::Progress& progress) { line.show("merging", progress.fraction); });
    line.wipe();
    const bool isAboutOutput = outcome.isProblem() && outcome.problem().code.startsWith(QStringLiteral("file."));
    const engine::MergeSummary& summary = valueOf(outcome, isAboutOutput ? ExitCode::File : ExitCode::NoModel);
    JsonObject result;
    result.add("result", summary.directory.string())
        .add("merged_tensors", summary.mergedTensors)
        .add("replaced_tensors", summary.replacedTensors)
        .add("shards", summary.shards);
    printLine(result.text());
    spdlog::info("{} is a whole model now; it needs neither base nor adapter.", options.output);
    return ExitCode::Done;
}

} // namespace

void addModelMergeCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("merge", "Write a model with a LoRA adapter merged into its weights");
    const auto options = std::make_shared<Options>();
    command->add_option("--model", options->model, "Folder of the base model")->type_name("DIR")->required();
    command->add_option("--adapter", options->adapter, "Folder of the adapter, in PEFT's naming")->type_name("DIR")->required();
    command->add_option("--output,-o", options->output, "Folder to write; must be absent or empty")->type_name("DIR")->required();
    command->footer(
        "The sum is made in float32 and rounded to the type of the base. As many shards as the base has, as safetensors.\n\n"
        "Example:\n"
        "  trutina-cli model merge --model models/base --adapter runs/two/adapter --output models/merged\n");
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
