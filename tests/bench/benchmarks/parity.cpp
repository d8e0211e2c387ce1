// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/workbench/questions.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace trutina::bench {

namespace {

using Scores = std::vector<float>;

/// No type may move a score by more than this.
constexpr double kHardStop = 0.05;

double largestDifference(const Scores& a, const Scores& b) {
    double largest = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    }
    return largest;
}

/// One, or the standard deviation of the scores where that is more.
double scaleOf(const Scores& scores) {
    const double mean = std::accumulate(scores.begin(), scores.end(), 0.0) / static_cast<double>(scores.size());
    double squares = 0;
    for (const float score : scores) {
        squares += (score - mean) * (score - mean);
    }
    return std::max(1.0, std::sqrt(squares / static_cast<double>(scores.size())));
}

/// The pairs that the reference parts by more than twice the bound, and that are ordered the other way.
int wrongPairs(const Scores& reference, const Scores& found, double bound) {
    int wrong = 0;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        for (std::size_t j = 0; j < reference.size(); ++j) {
            wrong += reference[i] - reference[j] > 2 * bound && found[i] <= found[j] ? 1 : 0;
        }
    }
    return wrong;
}

Figure gate(const std::string& name, const std::string& title, double difference, double allowed) {
    return {name, title, difference / allowed, atMost(1), {}, {{"largest difference", difference}, {"allowed", allowed}}};
}

/// The same candidates in every way in which the engine comes to a score.
struct Ways {
    Scores shared, alone, turned, warm;
    [[nodiscard]] double largestDifference() const {
        return std::max({bench::largestDifference(shared, alone), bench::largestDifference(shared, turned),
                         bench::largestDifference(shared, warm)});
    }
};

Ways scoreInEveryWay(engine::RewardModel& model, const engine::Conversation& whole, bool strict) {
    const auto scores = [&](const engine::Conversation& conversation, engine::ScoreOptions options) {
        options.strict = strict;
        return score(model, {conversation, options}).scores;
    };
    Ways ways;
    ways.shared = scores(whole, coldOptions());
    for (std::size_t i = 0; i < whole.candidates.size(); ++i) {
        ways.alone.push_back(scores(withAnswer(whole, i), coldOptions(engine::ScoringMode::Independent)).front());
    }
    auto turned = whole;
    std::reverse(turned.candidates.begin(), turned.candidates.end());
    ways.turned = scores(turned, coldOptions());
    std::reverse(ways.turned.begin(), ways.turned.end());
    for (std::size_t i = 0; i < whole.candidates.size(); ++i) { // each but the first finds what the first has left
        ways.warm.push_back(scores(withAnswer(whole, i), {}).front());
    }
    return ways;
}

} // namespace

std::vector<Figure> measureParity(const Workbench& bench) {
    std::vector<Figure> figures;
    if (!bench.wants("P0.ways") && !bench.wants("P0.strict") && !bench.wants("P0.reference")) {
        return figures;
    }
    const bool quick = bench.settings().isQuick;
    const auto startReference = [&](StandIn which, at::ScalarType type) {
        return bench.startPython("reference_side.py",
                                 {(bench.settings().shared / "oracle").string(), bench.standIn(which).string(), typeName(type),
                                  std::to_string(bench.settings().threads)});
    };
    for (const auto& [which, tiles] : {std::pair{StandIn::Tiny, 5}, {StandIn::Medium, 2}}) {
        Scores exact; // the reference's in float32
        for (const auto type : {at::kFloat, at::kBFloat16}) {
            auto loading = Workbench::withoutCaches();
            loading.prefixCacheBytes = 1LL << 30;
            const auto model = bench.load(which, type, loading);
            const auto whole = question(model->textEncoder(),
                                        {.picture = bench.picture(tiles), .answerTokens = spreadLengths(4, quick ? 8 : 200)});
            const bool narrow = type != at::kFloat;
            const std::string suffix = std::string(".") + standInName(which) + "." + typeName(type);
            const std::string shape = "; picture of " + std::to_string(tiles) + " tiles, 4 answers of 200 tokens on average, " +
                                      standInName(which) + ", " + typeName(type);
            bench.say("P0" + suffix);
            const Ways ways = scoreInEveryWay(*model, whole, /*strict=*/false);
            if (bench.wants("P0.ways" + suffix)) {
                figures.push_back(gate("P0.ways" + suffix,
                                       "largest difference between a score in company, alone, in another order and from a kept "
                                       "prefix, over what is allowed" +
                                           shape,
                                       ways.largestDifference(), narrow ? kHardStop : 2e-6 * scaleOf(ways.shared)));
            }
            if (bench.wants("P0.strict" + suffix)) {
                const double difference = scoreInEveryWay(*model, whole, /*strict=*/true).largestDifference();
                Figure figure =
                    gate("P0.strict" + suffix, "the same with `strict`, where none is allowed" + shape, difference, 1);
                figure.goal = atMost(0);
                figure.facts.back().second = 0;
                figures.push_back(std::move(figure));
            }
            if (!bench.settings().hasPython || !bench.wants("P0.reference" + suffix)) {
                continue;
            }
            const auto request = referenceRequest(whole, "loop");
            if (exact.empty()) {
                exact = startReference(which, at::kFloat)->ask(request).at("scores").get<Scores>();
            }
            double allowed = 1e-5 * scaleOf(exact);
            if (narrow) {
                const auto theirs = startReference(which, type)->ask(request).at("scores").get<Scores>();
                allowed = std::min(1.5 * largestDifference(theirs, exact), kHardStop);
            }
            Figure figure = gate("P0.reference" + suffix,
                                 std::string("largest difference to the Python reference in float32, over ") +
                                     (narrow ? "1.5 times that of the reference in this type" : "what is allowed") + shape,
                                 largestDifference(ways.shared, exact), allowed);
            if (const int wrong = wrongPairs(exact, ways.shared, allowed); wrong > 0) {
                figure.fault = std::to_string(wrong) + " pairs are ordered the other way";
            }
            figures.push_back(std::move(figure));
        }
    }
    return figures;
}

} // namespace trutina::bench
