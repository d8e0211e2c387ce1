// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/model_config.h"
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/workbench/questions.h"

#include <malloc.h>

#include <fstream>
#include <numeric>
#include <stdexcept>

namespace trutina::bench {

namespace {

double statusBytes(const std::string& field) {
    std::ifstream stream("/proc/self/status");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with(field + ":")) {
            return 1024 * std::stod(line.substr(field.size() + 1));
        }
    }
    throw std::runtime_error("/proc/self/status has no " + field);
}

/// By how much the process grows beyond what it holds now, while `work` runs.
template <typename Function>
double growthDuring(Function work) {
    malloc_trim(0);                                // what was freed goes back to the system, so that it cannot hide growth
    std::ofstream("/proc/self/clear_refs") << "5"; // the peak starts from what is held
    const double before = statusBytes("VmHWM");
    work();
    return statusBytes("VmHWM") - before;
}

} // namespace

std::vector<Figure> measureExtraMemory(const Workbench& bench) {
    std::vector<Figure> figures;
    if (!bench.wants("P6.reference") && !bench.wants("P6.bound")) {
        return figures;
    }
    const bool quick = bench.settings().isQuick;
    const auto type = bench.fastest();
    const auto model = bench.load(StandIn::Medium, type);
    const auto whole =
        question(model->textEncoder(), {.picture = bench.picture(5), .answerTokens = spreadLengths(4, quick ? 8 : 200)});
    // All weights are in memory before, whichever way they came there: a small picture with short answers touches them all.
    const auto small = question(model->textEncoder(), {.picture = bench.picture(2), .promptTokens = 8, .answerTokens = {8, 10}});
    static_cast<void>(score(*model, {small, coldOptions()}));
    engine::ScoreResult result;
    const double own = growthDuring([&] { result = score(*model, {whole, coldOptions()}); });

    const auto config = engine::readModelConfig(bench.standIn(StandIn::Medium));
    const double elementBytes = type == at::kFloat ? 4 : 2;
    const double tokens =
        std::accumulate(result.candidateTokens.begin(), result.candidateTokens.end(), static_cast<double>(result.promptTokens));
    const auto keyValueWidth = static_cast<double>(2 * config.keyValueHeads * config.headSize());
    const double keysAndValues = elementBytes * tokens * keyValueWidth * static_cast<double>(config.layers);
    const double chunk = elementBytes * 512 * 2 * static_cast<double>(config.intermediateSize);
    const double features = elementBytes * result.imageTokens * static_cast<double>(config.hiddenSize);
    const double bound = keysAndValues + chunk + features;
    const std::string shape = "picture of 5 tiles, 4 answers of 200 tokens on average, medium, " + std::string(typeName(type));
    constexpr double kMebi = 1 << 20;

    if (bench.settings().hasPython) {
        const auto reference = bench.startPython("reference_side.py", {(bench.settings().shared / "oracle").string(),
                                                                       bench.standIn(StandIn::Medium).string(), typeName(type),
                                                                       std::to_string(bench.settings().threads)});
        const auto request = [](const engine::Conversation& conversation) {
            auto growth = referenceRequest(conversation, "loop");
            growth["memory"] = true;
            return growth;
        };
        static_cast<void>(reference->ask(request(small)));
        const double theirs = reference->ask(request(whole)).at("extra_bytes").get<double>();
        figures.push_back({"P6.reference",
                           "growth of the Python reference's process over the engine's; " + shape,
                           theirs / own,
                           atLeast(12),
                           {},
                           {{"reference, MiB", theirs / kMebi}, {"engine, MiB", own / kMebi}}});
    }
    figures.push_back({"P6.bound",
                       "growth of the process over keys and values + one chunk of 512 rows + features; " + shape,
                       own / bound,
                       atMost(1.3),
                       {},
                       {{"engine, MiB", own / kMebi},
                        {"bound, MiB", bound / kMebi},
                        {"keys and values, MiB", keysAndValues / kMebi},
                        {"chunk of 512 rows, MiB", chunk / kMebi},
                        {"features, MiB", features / kMebi}}});
    return figures;
}

} // namespace trutina::bench
