// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_options.h"

#include "app/cli/console.h"
#include "app/cli/progress_line.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <charconv>
#include <limits>

namespace trutina::cli {

namespace {

constexpr std::string_view kCudaPrefix = "cuda:";

/// Empty when it is one; otherwise what is wrong.
std::string checkDevice(const std::string& text) {
    if (text == "auto" || text == "cpu" || text == "cuda") {
        return {};
    }
    int index = -1;
    if (text.rfind(kCudaPrefix, 0) == 0) {
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + kCudaPrefix.size(), end, index);
        if (error == std::errc() && stop == end && index >= 0) {
            return {};
        }
    }
    return "must be auto, cpu, cuda or cuda:N, not '" + text + "'";
}

engine::DeviceChoice deviceOf(const std::string& text) {
    if (text == "cpu") {
        return {engine::DeviceKind::Cpu, 0};
    }
    if (text == "auto") {
        return {};
    }
    int index = 0;
    if (text.size() > kCudaPrefix.size()) {
        std::from_chars(text.data() + kCudaPrefix.size(), text.data() + text.size(), index);
    }
    return {engine::DeviceKind::Cuda, index};
}

engine::ComputeType computeTypeOf(const std::string& text) {
    if (text == "float32") {
        return engine::ComputeType::Float32;
    }
    if (text == "bfloat16") {
        return engine::ComputeType::BFloat16;
    }
    return text == "float16" ? engine::ComputeType::Float16 : engine::ComputeType::Automatic;
}

} // namespace

void ModelOptions::addTo(CLI::App& command, bool isModelRequired) {
    constexpr int kMost = std::numeric_limits<int>::max();
    const std::string group = "Model";
    command.add_option("--model", model, "Folder of the reward model")->type_name("DIR")->required(isModelRequired)->group(group);
    command.add_option("--device", device, "auto, cpu, cuda or cuda:N")
        ->check(CLI::Validator(checkDevice, "DEVICE"))
        ->type_name("")
        ->capture_default_str()
        ->group(group);
    command.add_option("--dtype", dtype, "What is computed in; auto chooses by machine and memory")
        ->check(CLI::IsMember({"auto", "float32", "bfloat16", "float16"}))
        ->type_name("")
        ->capture_default_str()
        ->group(group);
    command.add_option("--threads", threads, "Threads that compute; 0: one per core")
        ->check(CLI::Range(0, 1024))
        ->type_name("N")
        ->capture_default_str()
        ->group(group);
    command.add_option("--hd-num", hdNum, "Most sub-tiles per picture; becomes 6 with two or more pictures")
        ->check(CLI::Range(1, kMost))
        ->type_name("N")
        ->capture_default_str()
        ->group(group);
    command.add_option("--max-length", maxLength, "Tokens kept, from the left")
        ->check(CLI::Range(1, kMost))
        ->type_name("N")
        ->capture_default_str()
        ->group(group);
    command.add_option("--frame-labels", frameLabels, "Numbers above the frames of a video; no effect on pictures")
        ->check(CLI::IsMember({"on", "off"}))
        ->type_name("")
        ->capture_default_str()
        ->group(group);
    command.add_flag("--no-cache", noCache, "Neither use nor keep the features of pictures on disk")->group(group);
    command.add_option("--seed", seed, "Seed where chance is involved; scores involve none")->type_name("N")->group(group);
}

engine::LoadOptions ModelOptions::loadOptions() const {
    engine::LoadOptions options;
    options.directory = model;
    options.device = deviceOf(device);
    options.computeType = computeTypeOf(dtype);
    options.threads = threads;
    if (noCache) {
        options.featureCacheBytes = 0;
    }
    return options;
}

engine::ScoreOptions ModelOptions::scoreOptions() const {
    engine::ScoreOptions options;
    options.hdNum = hdNum;
    options.maxLength = maxLength;
    options.frameLabels = frameLabels == "on";
    return options;
}

engine::ModelInfo loadModel(services::Headless& headless, const ModelOptions& options, const Interrupt& interrupt,
                            bool showProgress) {
    ProgressLine line(showProgress);
    const auto outcome = headless.loadModel(options.loadOptions(), interrupt.token(), [&](const engine::Progress& progress) {
        line.show("reading the model", progress.fraction);
    });
    line.wipe();
    const engine::ModelInfo& info = valueOf(outcome, ExitCode::NoModel);
    spdlog::info("Model {} on {} in {}.{}{}", info.name, info.device, info.computeType, info.computeTypeReason.empty() ? "" : " ",
                 info.computeTypeReason);
    if (!info.inspection.trained) {
        spdlog::warn("This model is not trained: its weights are random and its scores mean nothing.");
    }
    return info;
}

} // namespace trutina::cli
