// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/workbench/questions.h"

#include <algorithm>

namespace trutina::bench {

namespace {

struct Case {
    const char* name;
    int tiles;
    int candidates;
    int answerTokens;
    double goal;        ///< in the fastest type
    double goalFloat32; ///< 0: none
};

Figure measureOne(const Workbench& bench, engine::RewardModel& model, PythonSide& reference, const Case& which,
                  const std::string& name, at::ScalarType type) {
    const bool quick = bench.settings().isQuick;
    const auto whole = question(model.textEncoder(),
                                {.picture = bench.picture(which.tiles),
                                 .answerTokens = spreadLengths(quick ? 2 : which.candidates, quick ? 8 : which.answerTokens)});
    // The warm-up of the Python side tells which of its two modes is the faster one. The batch comes first: it computes its
    // padding, too, so that what the first run costs more must not speak against the other.
    bench.say(name + ": which mode of the reference is faster");
    const auto batch = reference.ask(referenceRequest(whole, "batch"));
    const auto loop = reference.ask(referenceRequest(whole, "loop"));
    const bool loopIsFaster = loop.at("seconds").get<double>() <= batch.at("seconds").get<double>();
    const auto faster = referenceRequest(whole, loopIsFaster ? "loop" : "batch");

    double flop = 0;
    const auto theirs = loop.at("scores").get<std::vector<float>>();
    double worst = 0; ///< difference of a score
    const std::vector<Side> sides{
        {"engine",
         [&] {
             engine::ScoreResult result;
             const double seconds = secondsOf([&] { result = score(model, {whole, coldOptions()}); });
             flop = result.statistics.floatingPointOperations;
             worst = std::max(worst, largestDifference(result.scores, theirs));
             return seconds;
         }},
        {loopIsFaster ? "reference, one by one" : "reference, as a batch", [&] { return reference.seconds(faster); }, 0, [] {}}};
    auto series = which.tiles > 5 || which.candidates > 4 ? bench.measureLong(sides) : bench.measure(sides);
    series[0].flop = flop;
    Figure figure;
    figure.name = name;
    figure.title = "Python reference over the engine; " + std::to_string(which.tiles) + " tiles, " +
                   std::to_string(which.candidates) + " answers of " + std::to_string(which.answerTokens) +
                   " tokens on average, medium, " + typeName(type);
    figure.value = medianSeconds(series[1]) / medianSeconds(series[0]);
    const double goal = type == at::kFloat && bench.fastest() != at::kFloat ? which.goalFloat32 : which.goal;
    if (goal > 0) {
        figure.goal = atLeast(goal);
    }
    figure.sides = std::move(series);
    figure.facts = {{"largest difference of a score", worst},
                    {"reference, one by one, s", loop.at("seconds").get<double>()},
                    {"reference, as a batch, s", batch.at("seconds").get<double>()}};
    return figure;
}

} // namespace

std::vector<Figure> measureAgainstReference(const Workbench& bench) {
    static constexpr std::array kCases{Case{"P2.a", 2, 4, 200, 6, 5}, Case{"P2.b", 10, 4, 300, 11, 0},
                                       Case{"P2.c", 2, 16, 200, 9, 0}};
    std::vector<Figure> figures;
    if (!bench.settings().hasPython) {
        return figures;
    }
    for (const auto type : bench.types()) {
        std::unique_ptr<engine::RewardModel> model;
        std::unique_ptr<PythonSide> reference;
        for (const Case& which : kCases) {
            const auto name = std::string(which.name) + "." + typeName(type);
            if (!bench.wants(name)) {
                continue;
            }
            if (!model) {
                model = bench.load(StandIn::Medium, type);
                reference = bench.startPython("reference_side.py", {(bench.settings().shared / "oracle").string(),
                                                                    bench.standIn(StandIn::Medium).string(), typeName(type),
                                                                    std::to_string(bench.settings().threads)});
            }
            figures.push_back(measureOne(bench, *model, *reference, which, name, type));
        }
    }
    return figures;
}

} // namespace trutina::bench
