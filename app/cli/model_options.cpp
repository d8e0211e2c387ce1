// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_options.h"

#include "app/cli/console.h"
#include "app/cli/progress_line.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <charconv>
#include <limits>
#include <map>
#include <optional>

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

/// "6Gi" to bytes; nothing where it is no size above zero.
std::optional<std::int64_t> bytesOf(const std::string& text) {
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    std::string unit(stop, end);
    if (unit.ends_with('B')) {
        unit.pop_back();
    }
    const std::map<std::string, double> units{{"", 1},        {"K", 1e3},     {"M", 1e6},     {"G", 1e9},    {"T", 1e12},
                                              {"Ki", 0x1p10}, {"Mi", 0x1p20}, {"Gi", 0x1p30}, {"Ti", 0x1p40}};
    const auto known = units.find(unit);
    if (error != std::errc() || known == units.end()) {
        return std::nullopt;
    }
    const double bytes = number * known->second;
    return bytes >= 1 && bytes < 0x1p62 ? std::optional(static_cast<std::int64_t>(bytes)) : std::nullopt;
}

std::string checkBytes(const std::string& text) {
    return bytesOf(text) ? std::string() : "must be a size such as 800M, 6G or 6Gi, not '" + text + "'";
}

} // namespace

void ModelOptions::addLoadingTo(CLI::App& command) {
    const std::string group = "Model";
    command.add_option("--adapter", adapter, "Folder of a LoRA adapter, in PEFT's naming, to put on top of the model")
        ->type_name("DIR")
        ->group(group);
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
    command
        .add_option("--weights", weights,
                    "stored, or int8: the large weights in 8 bits, half the memory of bfloat16; scores move a little")
        ->check(CLI::IsMember({"stored", "int8"}))
        ->type_name("")
        ->capture_default_str()
        ->group(group);
    command
        .add_option_function<std::string>(
            "--memory-limit", [this](const std::string& text) { memoryLimitBytes = bytesOf(text).value_or(0); },
            "Get by with so much memory: 800M, 6G, 6Gi; without it: with what is free")
        ->check(CLI::Validator(checkBytes, "SIZE"))
        ->type_name("SIZE")
        ->group(group);
}

void ModelOptions::addTo(CLI::App& command, bool isModelRequired) {
    constexpr int kMost = std::numeric_limits<int>::max();
    const std::string group = "Model";
    command.add_option("--model", model, "Folder of the reward model")->type_name("DIR")->required(isModelRequired)->group(group);
    addLoadingTo(command);
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
    options.adapter = adapter;
    options.device = deviceOf(device);
    options.computeType = computeTypeOf(dtype);
    options.threads = threads;
    options.int8Weights = weights == "int8";
    options.memoryLimitBytes = memoryLimitBytes;
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
    if (const engine::MemoryPlan* const plan = headless.plan(); plan != nullptr && !plan->summary.empty()) {
        spdlog::info("{}", plan->summary);
    }
    if (!info.inspection.trained) {
        spdlog::warn("This model is not trained: its weights are random and its scores mean nothing.");
    }
    return info;
}

} // namespace trutina::cli
