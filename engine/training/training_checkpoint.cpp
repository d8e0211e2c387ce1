// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/training_checkpoint.h"

#include "engine/api/error.h"
#include "engine/checkpoint/safetensors_writer.h"
#include "engine/model/stored_weights.h"
#include "engine/training/tensor_bytes.h"

#include <c10/core/GradMode.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

namespace trutina::engine {

namespace {

constexpr const char* kPrefix = "checkpoint-";
constexpr const char* kWeightsFile = "state.safetensors";
constexpr const char* kDescriptionFile = "state.json";
constexpr int kFormatVersion = 1;

/// The step in a checkpoint's name, or nothing for other folders.
std::optional<std::int64_t> stepOf(const std::filesystem::path& folder) {
    const std::string name = folder.filename().string();
    const std::string_view prefix = kPrefix;
    std::int64_t step = 0;
    if (!name.starts_with(prefix)) {
        return std::nullopt;
    }
    const char* const end = name.data() + name.size();
    const auto [stop, error] = std::from_chars(name.data() + prefix.size(), end, step);
    return error == std::errc() && stop == end ? std::optional(step) : std::nullopt;
}

std::vector<std::filesystem::path> checkpointsOf(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> found;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
        if (entry.is_directory(error) && stepOf(entry.path())) {
            found.push_back(entry.path());
        }
    }
    return found;
}

} // namespace

void saveCheckpoint(const std::filesystem::path& directory, const RunIdentity& identity, const AdamW::Parameters& parameters,
                    const AdamW& optimiser) {
    const std::string name = kPrefix + std::to_string(optimiser.stepsTaken());
    const auto pending = directory / (name + "." + std::to_string(getpid()) + ".part");
    std::error_code error;
    std::filesystem::remove_all(pending, error);
    if (!std::filesystem::create_directories(pending, error)) {
        throw Failure("file.not_written", "\"" + pending.string() + "\" could not be made: " + error.message() + ".",
                      "Check that the output folder may be written and has room.");
    }
    std::vector<TensorToWrite> tensors;
    for (const auto& [parameter, value] : parameters) {
        const auto& moments = optimiser.moments().at(parameter);
        tensors.push_back(tensorToWrite("parameter/" + parameter, value));
        tensors.push_back(tensorToWrite("first/" + parameter, moments.first));
        tensors.push_back(tensorToWrite("second/" + parameter, moments.second));
    }
    writeSafetensors(pending / kWeightsFile, tensors);
    const nlohmann::json description = {{"format", kFormatVersion},
                                        {"step", optimiser.stepsTaken()},
                                        {"base_model", identity.baseModel},
                                        {"data", identity.data},
                                        {"recipe", nlohmann::json::parse(identity.recipe)}};
    writeFileAtomically(pending / kDescriptionFile, description.dump(2) + "\n");
    const auto older = checkpointsOf(directory);
    std::filesystem::remove_all(directory / name, error); // of the same step, from before a resumed run came to it again
    std::filesystem::rename(pending, directory / name, error);
    if (error) {
        throw Failure("file.not_written", "\"" + (directory / name).string() + "\" could not be made: " + error.message() + ".",
                      "Check that the output folder may be written.");
    }
    for (const auto& folder : older) {
        if (folder != directory / name) {
            std::filesystem::remove_all(folder, error); // one that stays costs room, nothing else
        }
    }
}

std::optional<std::filesystem::path> newestCheckpoint(const std::filesystem::path& directory) {
    std::optional<std::filesystem::path> newest;
    for (const auto& folder : checkpointsOf(directory)) {
        if (!newest || *stepOf(folder) > *stepOf(*newest)) {
            newest = folder;
        }
    }
    return newest;
}

void restoreCheckpoint(const std::filesystem::path& checkpoint, const RunIdentity& identity, const AdamW::Parameters& parameters,
                       AdamW& optimiser) {
    std::ifstream stream(checkpoint / kDescriptionFile);
    const auto description = nlohmann::json::parse(stream, nullptr, /*allow_exceptions=*/false);
    if (!description.is_object() || description.value("format", 0) != kFormatVersion) {
        throw Failure("training.checkpoint", "\"" + checkpoint.string() + "\" holds no state that this version can go on from.",
                      "Remove that folder to go on from an older one, or begin anew.");
    }
    const RunIdentity saved{description.value("base_model", ""), description.value("data", ""),
                            description.value("recipe", nlohmann::json::object()).dump()};
    const auto refuse = [](const std::string& what) {
        throw Failure("training.mismatch", "The checkpoint was made with another " + what + ".",
                      "Resume with the base model, the data and the options of that run, or begin anew in another folder.");
    };
    if (saved.baseModel != identity.baseModel) {
        refuse("base model");
    }
    if (saved.data != identity.data) {
        refuse("set of training data");
    }
    if (saved.recipe != identity.recipe) {
        refuse("recipe");
    }
    const StoredWeights state(std::shared_ptr<const WeightSource>(openWeightFile(checkpoint / kWeightsFile)), at::kFloat);
    std::map<std::string, at::Tensor> values;
    std::map<std::string, AdamW::Moments> moments;
    for (const auto& [parameter, value] : parameters) {
        values[parameter] = state.stored("parameter/" + parameter);
        moments[parameter] = {state.stored("first/" + parameter).clone(), state.stored("second/" + parameter).clone()};
    }
    restoreParameters(parameters, values);
    optimiser.restore(description.value("step", std::int64_t{0}), std::move(moments));
}

void restoreParameters(const AdamW::Parameters& parameters, const std::map<std::string, at::Tensor>& values) {
    for (const auto& [name, value] : values) {
        const auto parameter = parameters.find(name);
        if (parameter == parameters.end() || parameter->second.sizes() != value.sizes()) {
            throw Failure("training.mismatch", "The saved parameter \"" + name + "\" does not fit this model and recipe.",
                          "Resume with the base model, mode and rank of that run.");
        }
    }
    const c10::NoGradGuard noGradients;
    for (const auto& [name, value] : values) {
        at::Tensor parameter = parameters.at(name);
        parameter.copy_(value);
    }
}

void removeCheckpoints(const std::filesystem::path& directory) {
    std::error_code error;
    for (const auto& folder : checkpointsOf(directory)) {
        std::filesystem::remove_all(folder, error);
    }
}

} // namespace trutina::engine
