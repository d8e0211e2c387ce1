// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/model_options.h"
#include "app/services/headless.h"

#include <CLI/CLI.hpp>

#include <limits>
#include <memory>
#include <string>

namespace trutina::cli {

namespace {

struct Options {
    std::string directory;
    ModelOptions model;
    engine::WorkloadShape workload;
};

std::string misshapenList(const std::vector<engine::TensorShapeMismatch>& misshapen) {
    std::string text;
    for (const engine::TensorShapeMismatch& tensor : misshapen) {
        text += (text.empty() ? "" : ",") +
                JsonObject().add("name", tensor.name).add("expected", tensor.expected).add("found", tensor.found).text();
    }
    return "[" + text + "]";
}

const char* nameOf(engine::WeightPlacement placement) {
    switch (placement) {
    case engine::WeightPlacement::Mapped:
        return "mapped";
    case engine::WeightPlacement::Converted:
        return "converted";
    case engine::WeightPlacement::Streamed:
        break;
    }
    return "streamed";
}

JsonObject planObject(const engine::MemoryPlan& plan, const engine::WorkloadShape& workload) {
    JsonObject object;
    object.add("needed_bytes", plan.peakBytes)
        .add("available_bytes", plan.freeBytes)
        .add("fits", plan.fits)
        .add("dtype", plan.computeType)
        .add("weights", plan.weightType)
        .add("placement", nameOf(plan.placement))
        .add("file_pages_kept", plan.filePagesKept)
        .add("parallel_candidates", plan.parallelCandidates > 0 ? plan.parallelCandidates : workload.candidates)
        .add("rows_at_once", plan.rowsAtOnce)
        .add("features_off_loaded", plan.featuresOffLoaded)
        .add("mapped_bytes", plan.mappedBytes)
        .add("weight_bytes", plan.weightBytes)
        .add("key_value_bytes", plan.keyValueBytes)
        .add("activation_bytes", plan.activationBytes)
        .add("vision_bytes", plan.visionBytes)
        .add("other_bytes", plan.otherBytes)
        .add("prefix_cache_bytes", plan.prefixCacheBytes)
        .add("fallbacks", plan.fallbacks)
        .add("summary", plan.summary);
    object.add("workload", JsonObject()
                               .add("vision_tiles", workload.visionTiles)
                               .add("prompt_tokens", workload.promptTokens)
                               .add("candidates", workload.candidates)
                               .add("candidate_tokens", workload.candidateTokens));
    return object;
}

std::string inspectionText(const engine::ModelInspection& inspection, const JsonObject& memory) {
    JsonObject ignored;
    ignored.add("tensors", inspection.ignoredTensors).add("families", inspection.ignoredFamilies);
    JsonObject decoder;
    decoder.add("hidden", inspection.hiddenSize)
        .add("layers", inspection.layers)
        .add("heads", inspection.heads)
        .add("key_value_heads", inspection.keyValueHeads)
        .add("vocabulary", inspection.vocabularySize)
        .add("partial_lora_rank", inspection.partialLoraRank)
        .add("max_positions", inspection.maxPositions);
    JsonObject vision;
    vision.add("tile", inspection.tileSize)
        .add("patch", inspection.patchSize)
        .add("width", inspection.visionWidth)
        .add("layers", inspection.visionLayers);
    return JsonObject()
        .add("architecture", inspection.architecture)
        .add("dtype", inspection.storedType)
        .add("trained", inspection.trained)
        .add("complete", inspection.isComplete())
        .add("shards", inspection.shards)
        .add("tensors", inspection.tensors)
        .add("parameters", inspection.parameters)
        .add("weight_bytes", inspection.weightBytes)
        .add("missing", inspection.missing)
        .add("unexpected", inspection.unexpected)
        .addJson("misshapen", misshapenList(inspection.misshapen))
        .add("ignored", ignored)
        .add("decoder", decoder)
        .add("vision", vision)
        .add("memory", memory)
        .text();
}

ExitCode run(Options options) {
    options.model.model = options.directory;
    services::Headless headless;
    const auto outcome = headless.inspectModel(options.directory);
    const engine::ModelInspection& inspection = valueOf(outcome, ExitCode::NoModel);
    JsonObject memory;
    if (inspection.isComplete()) {
        const auto plan = headless.planMemory(options.model.loadOptions(), options.workload);
        memory = planObject(valueOf(plan, ExitCode::NoModel), options.workload);
    }
    printLine(inspectionText(inspection, memory));
    return inspection.isComplete() ? ExitCode::Done : ExitCode::NoModel;
}

} // namespace

void addInspectModelCommand(CLI::App& parent, Action& action) {
    CLI::App* const command =
        parent.add_subcommand("model", "What a model folder holds, and the memory it will take; loads no weights");
    const auto options = std::make_shared<Options>();
    command->add_option("DIR", options->directory, "Folder of the model")->required()->type_name("");
    options->model.addLoadingTo(*command);
    const std::string group = "Workload that the memory plan is made for";
    const auto number = [&](const char* name, int& value, int least, const char* text) {
        command->add_option(name, value, text)
            ->check(CLI::Range(least, std::numeric_limits<int>::max()))
            ->type_name("N")
            ->capture_default_str()
            ->group(group);
    };
    number("--vision-tiles", options->workload.visionTiles, 0,
           "Tiles of the largest picture, its global view included; 0: text only");
    number("--prompt-tokens", options->workload.promptTokens, 0, "Tokens that all answers share, image tokens included");
    number("--candidates", options->workload.candidates, 1, "Answers of one record");
    number("--candidate-tokens", options->workload.candidateTokens, 1, "Tokens of the longest answer");
    command->footer(
        "Prints one JSON object: architecture, dtype, shards, tensors that are missing, unexpected or of a wrong shape, sizes,\n"
        "and under \"memory\" the plan by which the model would be loaded now. Exit code 3 when the model is not complete.\n\n"
        "Examples:\n"
        "  trutina-cli inspect model models/ixc | jq '.missing, .memory.summary'\n"
        "  trutina-cli inspect model models/ixc --memory-limit 8G --vision-tiles 25 --prompt-tokens 10300\n");
    command->callback([options, &action] { action = [options](const Session&) { return run(*options); }; });
}

} // namespace trutina::cli
