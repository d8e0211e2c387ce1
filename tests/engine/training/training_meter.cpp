// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Trains a step of two micro-batches in a fresh process and prints what the plan foresaw and what was measured, as JSON:
//   training_meter '{"directory":…, "output":…, "mode":…, "precision":…, "whole_graph":…, "pairs":…, "words":…, "picture":…}'
#include "engine/api/error.h"
#include "engine/scoring/engine_facade.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <random>

namespace {

using namespace trutina::engine;
using Json = nlohmann::json;

std::int64_t peakBytes() {
    std::ifstream stream("/proc/self/status");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("VmHWM:")) {
            return std::stoll(line.substr(6)) * 1024;
        }
    }
    throw std::runtime_error("/proc/self/status has no VmHWM");
}

std::string words(int count, unsigned seed) {
    static constexpr const char* kWords[] = {"cup", "river", "seven", "green", "holds", "under", "the", "because"};
    std::mt19937 random(seed);
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += std::string(i > 0 ? " " : "") + kWords[random() % std::size(kWords)];
    }
    return text;
}

Json run(const Json& asked) {
    TrainingJob job;
    job.base.directory = asked.at("directory").get<std::string>();
    job.base.threads = 2;
    job.output = asked.at("output").get<std::string>();
    job.recipe.mode = asked.value("mode", "full") == "lora" ? TrainingMode::Lora : TrainingMode::Full;
    job.recipe.precision =
        asked.value("precision", "float32") == "bfloat16" ? TrainingPrecision::BFloat16 : TrainingPrecision::Float32;
    job.recipe.checkpointLayers = !asked.value("whole_graph", false);
    job.pairsPerBatch = asked.value("pairs", 1);
    job.steps = 1;
    job.checkpointEvery = 0;
    TrainingData data;
    auto& pairs = data.sets.emplace_back();
    const int length = asked.value("words", 100);
    for (unsigned i = 0; i < 4; ++i) {
        const Message question{"human", words(length, i)};
        PreferencePair pair{{question, {"gpt", words(length, 100 + i)}}, {question, {"gpt", words(length, 200 + i)}}, {}};
        if (asked.contains("picture")) {
            pair.media = {{asked.at("picture").get<std::string>(), MediaReading::Image}};
        }
        pairs.push_back(std::move(pair));
    }
    const EngineFacade engine;
    // Code of the libraries is read when it is first used; that is no part of what is foreseen but for a constant.
    std::ofstream("/proc/self/clear_refs") << 5; // VmHWM begins anew
    const auto before = peakBytes();
    static_cast<void>(engine.train(job, data, {}, {}));
    const auto measured = peakBytes() - before;
    const TrainingMemory plan = engine.planTraining(job, data);
    return {{"measured", measured},
            {"peak", plan.peakBytes},
            {"weights", plan.weightBytes},
            {"vision", plan.visionBytes},
            {"gradients", plan.gradientBytes},
            {"moments", plan.momentBytes},
            {"media", plan.mediaBytes},
            {"activations", plan.activationBytes},
            {"step", plan.stepBytes},
            {"other", plan.otherBytes},
            {"rows", plan.rows},
            {"summary", plan.summary}};
}

} // namespace

int main(int argc, char** argv) {
    try {
        std::cout << run(Json::parse(argc == 2 ? argv[1] : "")).dump(1) << '\n';
        return 0;
    } catch (const Failure& failure) {
        std::cout << Json{{"error", failure.error().code}, {"message", failure.error().message}}.dump(1) << '\n';
        return 1;
    } catch (const std::exception& exception) {
        std::cerr << exception.what() << '\n';
        return 2;
    }
}
