// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/workbench/questions.h"

#include <algorithm>

namespace trutina::bench {

namespace {

Figure measureOne(const Workbench& bench, engine::RewardModel& model, const std::string& name, int candidates, double goal) {
    const bool quick = bench.settings().isQuick;
    const auto whole = question(model.textEncoder(), {.picture = bench.picture(quick ? 2 : 5),
                                                      .answerTokens = spreadLengths(quick ? 2 : candidates, quick ? 8 : 200)});
    const auto count = whole.candidates.size();

    double sharedFlop = 0;
    double singleFlop = 0;
    double worst = 0; ///< difference of a score
    std::vector<float> sharedScores;
    const auto shared = [&] {
        engine::ScoreResult result;
        const double seconds = secondsOf([&] { result = score(model, {whole, coldOptions()}); });
        sharedFlop = result.statistics.floatingPointOperations;
        sharedScores = result.scores;
        return seconds;
    };
    const auto singly = [&] {
        std::vector<float> scores;
        singleFlop = 0;
        const double seconds = secondsOf([&] {
            for (std::size_t i = 0; i < count; ++i) {
                const auto result = score(model, {withAnswer(whole, i), coldOptions(engine::ScoringMode::Independent)});
                scores.push_back(result.scores.front());
                singleFlop += result.statistics.floatingPointOperations;
            }
        });
        worst = std::max(worst, largestDifference(scores, sharedScores));
        return seconds;
    };

    const std::vector<Side> sides{{"shared", shared}, {"one by one", singly, 0, [&] {
                                                           static_cast<void>(score(model, {withAnswer(whole, 0), coldOptions()}));
                                                       }}};
    auto series = candidates > 4 ? bench.measureLong(sides) : bench.measure(sides);
    series[0].flop = sharedFlop;
    series[1].flop = singleFlop;
    const double ideal = singleFlop / sharedFlop;
    const double ratio = medianSeconds(series[1]) / medianSeconds(series[0]);
    Figure figure;
    figure.name = name;
    figure.title = std::to_string(count) + " answers one by one over shared, over the FLOP ratio R(N); picture of 5 tiles, " +
                   "answers of 200 tokens on average, medium, " + model.info().computeType;
    figure.value = ratio / ideal;
    figure.goal = atLeast(goal);
    figure.sides = std::move(series);
    figure.facts = {{"speed-up", ratio}, {"R(N)", ideal}, {"largest difference of a score", worst}};
    return figure;
}

} // namespace

std::vector<Figure> measureSharing(const Workbench& bench) {
    std::vector<Figure> figures;
    const auto model = bench.load(StandIn::Medium, bench.fastest());
    const auto add = [&](const std::string& name, int candidates, double goal) {
        if (bench.wants(name)) {
            figures.push_back(measureOne(bench, *model, name, candidates, goal));
        }
    };
    add("P1.N4", 4, 0.90);
    add("P1.N16", 16, 0.93);
    return figures;
}

} // namespace trutina::bench
