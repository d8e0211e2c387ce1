// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/workbench/questions.h"

namespace trutina::bench {

std::vector<Figure> measureWarmCandidate(const Workbench& bench) {
    const bool quick = bench.settings().isQuick;
    const int answer = quick ? 8 : 200;
    if (!bench.wants("P4.ratio") && !bench.wants("P4.efficiency")) {
        return {};
    }
    auto loading = Workbench::withoutCaches();
    loading.prefixCacheBytes = 1LL << 30;
    const auto model = bench.load(StandIn::Medium, bench.fastest(), loading);
    const auto conversation = [&](unsigned seed) {
        auto all = question(model->textEncoder(), {.picture = bench.picture(10), .answerTokens = {answer}});
        all.candidates.front().messages.front().content = textOfTokens(model->textEncoder(), answer, 100 + seed);
        return all;
    };

    // The prefix is put into the cache once; then each repetition brings an answer that was not seen before.
    engine::ScoreOptions warmOptions;
    static_cast<void>(score(*model, {conversation(0), warmOptions}));
    double coldFlop = 0;
    double warmFlop = 0;
    std::int64_t reused = 0;
    std::int64_t computed = 0;
    unsigned seed = 0;
    const auto cold = [&] {
        engine::ScoreResult result;
        const auto request = conversation(++seed);
        const double seconds = secondsOf([&] { result = score(*model, {request, coldOptions()}); });
        coldFlop = result.statistics.floatingPointOperations;
        return seconds;
    };
    const auto warm = [&] {
        engine::ScoreResult result;
        const auto request = conversation(++seed);
        const double seconds = secondsOf([&] { result = score(*model, {request, warmOptions}); });
        warmFlop = result.statistics.floatingPointOperations;
        reused = result.statistics.reusedTokens;
        computed = result.statistics.computedTokens;
        return seconds;
    };
    auto series = bench.measure({{"cold", cold}, {"one more candidate", warm}});
    series[0].flop = coldFlop;
    series[1].flop = warmFlop;

    const double ratio = medianSeconds(series[0]) / medianSeconds(series[1]);
    const std::string shape = "picture of 10 tiles, answers of 200 tokens, medium, " + model->info().computeType;
    Figure absolute{"P4.ratio", "a cold request over one more answer to a kept prefix; " + shape, ratio, atLeast(15), series};
    absolute.facts = {{"reused tokens", static_cast<double>(reused)}, {"computed tokens", static_cast<double>(computed)}};
    if (reused == 0) {
        absolute.fault = "the kept prefix was not used";
    }
    Figure efficiency = absolute;
    efficiency.name = "P4.efficiency";
    efficiency.title = "the same, over the FLOP ratio of the two";
    efficiency.value = ratio / (coldFlop / warmFlop);
    efficiency.goal = atLeast(0.85);
    efficiency.facts = {{"FLOP ratio", coldFlop / warmFlop}};
    return {absolute, efficiency};
}

} // namespace trutina::bench
