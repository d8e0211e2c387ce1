// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/workbench/questions.h"

#include <algorithm>
#include <numeric>
#include <random>

namespace trutina::bench {

std::vector<Figure> measurePacking(const Workbench& bench) {
    if (!bench.wants("P10.ideal") && !bench.wants("P10.padded")) {
        return {};
    }
    const bool quick = bench.settings().isQuick;
    const int count = quick ? 6 : 64;
    const int shortest = quick ? 4 : 40;
    const int longest = quick ? 20 : 600;
    const auto model = bench.load(StandIn::Tiny, bench.fastest());
    const auto& encoder = model->textEncoder();

    std::minstd_rand random(10);
    std::vector<int> lengths(static_cast<std::size_t>(count));
    std::generate(lengths.begin(), lengths.end(),
                  [&] { return shortest + static_cast<int>(random() % static_cast<unsigned>(longest - shortest + 1)); });
    const int sum = std::accumulate(lengths.begin(), lengths.end(), 0);
    const auto conversation = [&](std::vector<int> answers) {
        return question(encoder, {.promptTokens = 20, .answerTokens = std::move(answers)});
    };
    const auto mixed = conversation(lengths);
    const auto equal = conversation(std::vector<int>(lengths.size(), sum / count));
    const auto padded = conversation(std::vector<int>(lengths.size(), *std::max_element(lengths.begin(), lengths.end())));

    std::vector<double> flop(3);
    std::vector<double> tokens(3);
    const auto side = [&](const char* name, const engine::Conversation& which, std::size_t index) {
        return Side{name, [&, index] {
                        engine::ScoreResult result;
                        const double seconds = secondsOf([&] { result = score(*model, {which, coldOptions()}); });
                        flop[index] = result.statistics.floatingPointOperations;
                        tokens[index] = std::accumulate(result.candidateTokens.begin(), result.candidateTokens.end(), 0.0);
                        return seconds;
                    }};
    };
    auto series = bench.measure(
        {side("answers of many lengths", mixed, 0), side("equal parts", equal, 1), side("padded to the longest", padded, 2)});
    for (std::size_t i = 0; i < series.size(); ++i) {
        series[i].flop = flop[i];
    }
    const std::string shape = std::to_string(count) + " text-only answers of " + std::to_string(shortest) + " to " +
                              std::to_string(longest) + " tokens, tiny, " + model->info().computeType;
    // The parts are not cut to the last token: what differs in number is taken out.
    const double ideal = medianSeconds(series[1]) * tokens[0] / tokens[1];
    Figure packing{"P10.ideal",
                   "many lengths over the same tokens in equal parts; " + shape,
                   medianSeconds(series[0]) / ideal,
                   atMost(1.10),
                   {series[0], series[1]}};
    packing.facts = {{"tokens of many lengths", tokens[0]}, {"tokens of equal parts", tokens[1]}};
    const double waste = tokens[2] / tokens[0]; // N * longest / sum
    const double saved = medianSeconds(series[2]) / medianSeconds(series[0]);
    Figure padding{"P10.padded",
                   "padded over packed, over N · longest / sum; " + shape,
                   saved / waste,
                   atLeast(0.9),
                   {series[0], series[2]}};
    padding.facts = {{"padded over packed", saved}, {"N * longest / sum", waste}};
    return {packing, padding};
}

} // namespace trutina::bench
