// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/workbench/questions.h"

namespace trutina::bench {

std::vector<Figure> measureFeatureCache(const Workbench& bench) {
    if (!bench.wants("P5.hit")) {
        return {};
    }
    auto loading = Workbench::withoutCaches();
    loading.featureCacheBytes = 1LL << 30;
    loading.featureCacheDirectory = bench.scratch("P5");
    loading.featureCacheOperations = 0; // the stand-in of a quick run is too small to be worth a file otherwise
    const auto model = bench.load(StandIn::Medium, bench.fastest(), loading);
    const auto conversation =
        question(model->textEncoder(), {.picture = bench.picture(10), .promptTokens = 8, .answerTokens = {4}});
    auto warmOptions = coldOptions();
    warmOptions.reuse = true;
    static_cast<void>(score(*model, {conversation, warmOptions})); // fills the cache

    // From the picture's file to its features; what the decoder does with them is not looked at.
    const auto side = [&](const char* name, const engine::ScoreOptions& options, engine::ScoreResult& result) {
        return Side{name, [&model, &conversation, options, &result] {
                        result = score(*model, {conversation, options});
                        return result.statistics.decodeSeconds + result.statistics.visionSeconds;
                    }};
    };
    engine::ScoreResult cold;
    engine::ScoreResult warm;
    auto series = bench.measure({side("computed", coldOptions(), cold), side("from the cache on disk", warmOptions, warm)});
    Figure figure{
        "P5.hit",
        "picture to features, computed over read from the cache on disk, hash of the picture included; 10 tiles, medium, " +
            model->info().computeType,
        medianSeconds(series[0]) / medianSeconds(series[1]), atLeast(50), std::move(series)};
    if (warm.statistics.floatingPointOperations >= cold.statistics.floatingPointOperations) {
        figure.fault = "the cache was not used";
    } else if (warm.scores != cold.scores) {
        figure.fault = "features from the cache give another score";
    }
    return {figure};
}

} // namespace trutina::bench
