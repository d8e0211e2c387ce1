// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/weight_map.h"
#include "engine/model/reward_network.h"
#include "engine/model/rotary.h"
#include "tests/bench/benchmarks/benchmark.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>

namespace trutina::bench {

namespace {

/// A prefix of a picture with 100 tokens of text behind it.
struct PrefixShape {
    std::int64_t tokens = 0;
    std::int64_t imageTokens = 0;
};

engine::PackedRows prefixRows(const engine::ModelConfig& config, const PrefixShape& shape, const at::Tensor& embeddings) {
    engine::PackedRows packed;
    packed.embeddings = embeddings.clone(); // the decoder works in it
    packed.branches = {shape.tokens};
    packed.imageRows = {{1, 1 + shape.imageTokens}};
    packed.wanted = engine::PackedRows::Wanted::All;
    packed.rotaryBase = engine::rotaryBase(config, shape.tokens);
    return packed;
}

/// The five linear maps of a layer, bare: what this machine gives for these shapes.
std::vector<Side> bareProducts(const engine::ModelConfig& config, std::int64_t rows, at::ScalarType type) {
    struct Map {
        const char* name;
        std::int64_t in, out;
    };
    const auto hidden = config.hiddenSize;
    const auto inner = config.intermediateSize;
    const auto keyValues = 2 * config.keyValueHeads * config.headSize();
    std::vector<Side> sides;
    for (const Map& map : {Map{"wqkv", hidden, hidden + keyValues}, Map{"wo", hidden, hidden}, Map{"w1", hidden, inner},
                           Map{"w3", hidden, inner}, Map{"w2", inner, hidden}}) {
        const at::Tensor x = at::randn({rows, map.in}).to(type);
        const at::Tensor w = at::randn({map.out, map.in}).to(type);
        sides.push_back({std::string("bare product ") + map.name,
                         [x, w] { return secondsOf([&] { static_cast<void>(at::linear(x, w)); }); },
                         2.0 * static_cast<double>(rows) * static_cast<double>(map.in) * static_cast<double>(map.out)});
    }
    return sides;
}

Figure measureOne(const Workbench& bench, StandIn which, const std::string& name, const PrefixShape& shape, at::ScalarType type,
                  double goal) {
    const c10::InferenceMode guard;
    at::set_num_threads(bench.settings().threads);
    const auto folder = bench.standIn(which);
    const auto config = engine::readModelConfig(folder);
    const std::shared_ptr<const engine::WeightSource> weights = engine::openWeights(folder);
    const auto report = engine::reportWeights(config, *weights);
    engine::RewardNetwork network(config, report.sizes, weights, {type, engine::Residence::Resident});
    engine::Pace pace;
    network.prepare(pace);

    at::manual_seed(1);
    const at::Tensor embeddings = at::randn({shape.tokens, config.hiddenSize});
    const double flop = network.decoder().cost(prefixRows(config, shape, embeddings));
    std::vector<Side> sides{{"engine",
                             [&] {
                                 auto rows = prefixRows(config, shape, embeddings);
                                 return secondsOf([&] { static_cast<void>(network.decoder().run(std::move(rows), pace)); });
                             },
                             flop}};
    for (Side& side : bareProducts(config, shape.tokens, type)) {
        sides.push_back(std::move(side));
    }
    auto series = bench.measure(sides);
    // The limit is the fastest of the five; it stands second, beside the engine.
    std::sort(series.begin() + 1, series.end(), [](const Series& a, const Series& b) { return gigaflops(a) > gigaflops(b); });
    Figure figure;
    figure.name = name;
    figure.title = std::string("GFLOP/s of the decoder over those of its fastest bare product; prefix of ") +
                   std::to_string(shape.tokens) + " tokens, " + std::to_string(shape.imageTokens) + " of them of a picture, " +
                   (which == StandIn::Layer ? "one layer of real size, " : "medium, ") + typeName(type);
    figure.value = gigaflops(series[0]) / gigaflops(series[1]);
    figure.goal = atLeast(goal);
    for (std::size_t i = 1; i < series.size(); ++i) {
        figure.facts.emplace_back("GFLOP/s of " + series[i].name, gigaflops(series[i]));
    }
    figure.sides = {series[0], series[1]};
    return figure;
}

} // namespace

std::vector<Figure> measureShareOfLimit(const Workbench& bench) {
    const bool quick = bench.settings().isQuick;
    const PrefixShape one = quick ? PrefixShape{60, 40} : PrefixShape{941, 841};
    const PrefixShape nine = quick ? PrefixShape{90, 70} : PrefixShape{4181, 4081};
    std::vector<Figure> figures;
    for (const auto type : bench.types()) {
        const auto add = [&](const std::string& name, StandIn which, const PrefixShape& shape, double goal) {
            const auto whole = name + "." + typeName(type);
            if (bench.wants(whole)) {
                bench.say(whole);
                figures.push_back(measureOne(bench, which, whole, shape, type, goal));
            }
        };
        add("P3.medium.T941", StandIn::Medium, one, 0.75);
        add("P3.medium.T4181", StandIn::Medium, nine, 0.75);
        add("P3.layer.T941", StandIn::Layer, one, 0.85);
        add("P3.layer.T4181", StandIn::Layer, nine, 0.75);
    }
    return figures;
}

} // namespace trutina::bench
