// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/workbench/questions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace trutina::bench {

namespace {

using Scores = std::vector<float>;

/// No type may move a score by more than this.
constexpr double kHardStop = 0.05;

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

/// The difference over what is allowed; where none is, the difference itself.
Figure gate(const std::string& name, const std::string& title, double difference, double allowed) {
    return {name,
            title,
            allowed > 0 ? difference / allowed : difference,
            atMost(allowed > 0 ? 1 : 0),
            {},
            {{"largest difference", difference}, {"allowed", allowed}}};
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

/// The Python reference's scores of one question. Each type is a process of its own.
class Reference {
  public:
    Reference(const Workbench& bench, StandIn which, const engine::Conversation& whole)
        : m_bench(bench), m_checkpoint(bench.standIn(which)), m_request(referenceRequest(whole, "loop")) {}

    [[nodiscard]] Scores in(at::ScalarType type) const {
        const auto& settings = m_bench.settings();
        const auto side = m_bench.startPython("reference_side.py", {(settings.shared / "oracle").string(), m_checkpoint.string(),
                                                                    typeName(type), std::to_string(settings.threads)});
        return side->ask(m_request).at("scores").get<Scores>();
    }

  private:
    const Workbench& m_bench;
    std::filesystem::path m_checkpoint;
    nlohmann::json m_request;
};

Figure againstReference(const std::string& name, const std::string& shape, const Scores& found, const Scores& exact,
                        const std::optional<Scores>& narrow) {
    const double allowed = narrow ? std::min(1.5 * largestDifference(*narrow, exact), kHardStop) : 1e-5 * scaleOf(exact);
    Figure figure = gate(name,
                         std::string("largest difference to the Python reference in float32, over ") +
                             (narrow ? "1.5 times that of the reference in this type" : "what is allowed") + shape,
                         largestDifference(found, exact), allowed);
    if (const int wrong = wrongPairs(exact, found, allowed); wrong > 0) {
        figure.fault = std::to_string(wrong) + " pairs are ordered the other way";
    }
    return figure;
}

void measureStandIn(const Workbench& bench, StandIn which, int tiles, std::vector<Figure>& figures) {
    const int answer = bench.settings().isQuick ? 8 : 200;
    Scores exact; // the reference's in float32
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        const std::string suffix = std::string(".") + standInName(which) + "." + typeName(type);
        const bool wantsReference = bench.settings().hasPython && bench.wants("P0.reference" + suffix);
        if (!bench.wants("P0.ways" + suffix) && !bench.wants("P0.strict" + suffix) && !wantsReference) {
            continue;
        }
        bench.say("P0" + suffix);
        auto loading = Workbench::withoutCaches();
        loading.prefixCacheBytes = 1LL << 30;
        const auto model = bench.load(which, type, loading);
        const auto whole =
            question(model->textEncoder(), {.picture = bench.picture(tiles), .answerTokens = spreadLengths(4, answer)});
        const std::string shape = "; picture of " + std::to_string(tiles) + " tiles, 4 answers of " + std::to_string(answer) +
                                  " tokens on average, " + standInName(which) + ", " + typeName(type);
        const bool isNarrow = type != at::kFloat;
        if (bench.wants("P0.ways" + suffix)) {
            const Ways ways = scoreInEveryWay(*model, whole, /*strict=*/false);
            figures.push_back(gate("P0.ways" + suffix,
                                   "largest difference between a score in company, alone, in another order and from a kept "
                                   "prefix, over what is allowed" +
                                       shape,
                                   ways.largestDifference(), isNarrow ? kHardStop : 2e-6 * scaleOf(ways.shared)));
        }
        if (bench.wants("P0.strict" + suffix)) {
            figures.push_back(gate("P0.strict" + suffix, "the same with `strict`, where none is allowed" + shape,
                                   scoreInEveryWay(*model, whole, /*strict=*/true).largestDifference(), 0));
        }
        if (wantsReference) {
            const Reference reference(bench, which, whole);
            if (exact.empty()) {
                exact = reference.in(at::kFloat);
            }
            figures.push_back(againstReference("P0.reference" + suffix, shape, score(*model, {whole, coldOptions()}).scores,
                                               exact, isNarrow ? std::optional(reference.in(type)) : std::nullopt));
        }
    }
}

} // namespace

std::vector<Figure> measureParity(const Workbench& bench) {
    std::vector<Figure> figures;
    measureStandIn(bench, StandIn::Tiny, 5, figures);
    measureStandIn(bench, StandIn::Medium, 2, figures);
    return figures;
}

} // namespace trutina::bench
