// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/services/headless.h"

#include <CLI/CLI.hpp>

#include <fstream>
#include <memory>
#include <string>

namespace trutina::cli {

namespace {

/// What the system could give to a new program without swapping; 0 when it does not say.
std::int64_t availableMemoryBytes() {
    std::ifstream stream("/proc/meminfo");
    std::string name;
    std::int64_t kibibytes = 0;
    std::string rest;
    while (stream >> name >> kibibytes && std::getline(stream, rest)) {
        if (name == "MemAvailable:") {
            return kibibytes * 1024;
        }
    }
    return 0;
}

std::string misshapenList(const std::vector<engine::TensorShapeMismatch>& misshapen) {
    std::string text;
    for (const engine::TensorShapeMismatch& tensor : misshapen) {
        text += (text.empty() ? "" : ",") +
                JsonObject().add("name", tensor.name).add("expected", tensor.expected).add("found", tensor.found).text();
    }
    return "[" + text + "]";
}

std::string inspectionText(const engine::ModelInspection& inspection) {
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
    const std::int64_t available = availableMemoryBytes();
    JsonObject memory;
    memory.add("needed_bytes", inspection.estimatedMemoryBytes)
        .add("available_bytes", available)
        .add("fits", available == 0 || inspection.estimatedMemoryBytes <= available);
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

ExitCode run(const std::string& directory) {
    services::Headless headless;
    const auto outcome = headless.inspectModel(directory);
    const engine::ModelInspection& inspection = valueOf(outcome, ExitCode::NoModel);
    printLine(inspectionText(inspection));
    return inspection.isComplete() ? ExitCode::Done : ExitCode::NoModel;
}

} // namespace

void addInspectModelCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("model", "What a model folder holds; loads no weights");
    const auto directory = std::make_shared<std::string>();
    command->add_option("DIR", *directory, "Folder of the model")->required()->type_name("");
    command->footer(
        "Prints one JSON object: architecture, dtype, shards, tensors that are missing, unexpected or of a wrong shape,\n"
        "sizes, and the memory that scoring one picture of nine tiles takes. Exit code 3 when the model is not complete.\n\n"
        "Example:\n"
        "  trutina-cli inspect model models/ixc | jq '.missing, .memory'\n");
    command->callback([directory, &action] { action = [directory](const Session&) { return run(*directory); }; });
}

} // namespace trutina::cli
