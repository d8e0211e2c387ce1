// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/machine_benchmark.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <random>
#include <string>
#include <utility>

namespace trutina::services {

namespace {

std::string madeUpText(int words, unsigned seed) {
    static constexpr std::array kWords{"the",  "left",  "cup", "holds", "more", "water",
                                       "than", "right", "one", "and",   "it",   "rained"};
    std::minstd_rand random(seed);
    std::string text;
    for (int i = 0; i < words; ++i) {
        if (i > 0) {
            text += ' ';
        }
        text += kWords[random() % kWords.size()];
    }
    return text;
}

engine::ScoreRequest requestOf(const BenchmarkShape& shape) {
    engine::ScoreRequest request;
    request.options.keep = engine::Keep::Nothing;
    request.options.reuse = false;
    request.conversation.messages.push_back({"user", madeUpText(shape.promptWords, 1)});
    if (!shape.picture.empty()) {
        request.conversation.media.push_back({shape.picture, engine::MediaReading::Image});
    }
    for (int i = 0; i < shape.answers; ++i) {
        const auto seed = static_cast<unsigned>(i + 2);
        request.conversation.candidates.push_back({{{"assistant", madeUpText(shape.answerWords, seed)}}, {}});
    }
    return request;
}

/// Requests that are scored one after another as one repetition.
class Repetition {
  public:
    Repetition(Headless& headless, std::vector<engine::ScoreRequest> requests)
        : m_headless(headless), m_requests(std::move(requests)) {}

    /// Returns the outcome that ended it early, if any.
    [[nodiscard]] std::optional<contracts::Outcome<engine::ScoreResult>> run(const std::stop_token& stop) {
        scores.clear();
        flop = 0;
        const auto start = std::chrono::steady_clock::now();
        for (const engine::ScoreRequest& request : m_requests) {
            auto outcome = m_headless.score(request, stop);
            if (outcome.isCancelled() || outcome.isProblem()) {
                return outcome;
            }
            last = outcome.value();
            scores.insert(scores.end(), last.scores.begin(), last.scores.end());
            flop += last.statistics.floatingPointOperations;
        }
        seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return {};
    }

    std::vector<float> scores;
    engine::ScoreResult last;
    double flop = 0;
    double seconds = 0;

  private:
    Headless& m_headless;
    std::vector<engine::ScoreRequest> m_requests;
};

contracts::Outcome<MachineBenchmark> passedOn(const contracts::Outcome<engine::ScoreResult>& outcome) {
    if (outcome.isCancelled()) {
        return contracts::Cancelled();
    }
    return outcome.problem();
}

} // namespace

double BenchmarkedWay::medianSeconds() const {
    auto sorted = seconds;
    std::sort(sorted.begin(), sorted.end());
    const auto middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

contracts::Outcome<MachineBenchmark> benchmarkMachine(Headless& headless, const BenchmarkShape& shape, int threads,
                                                      const std::stop_token& stop, const engine::ProgressSink& progress) {
    MachineBenchmark result;
    const auto rates = headless.computeRates(threads);
    if (rates.isProblem()) {
        return rates.problem();
    }
    result.rates = rates.value();

    const engine::ScoreRequest together = requestOf(shape);
    std::vector<engine::ScoreRequest> apart;
    for (const engine::Candidate& candidate : together.conversation.candidates) {
        apart.push_back(together);
        apart.back().conversation.candidates = {candidate};
    }
    Repetition shared(headless, {together});
    Repetition oneByOne(headless, std::move(apart));
    const double rounds = shape.repetitions + 1;
    for (int round = 0; round <= shape.repetitions; ++round) { // the first one warms up
        for (Repetition* const way : {&shared, &oneByOne}) {
            if (progress) {
                const double half = way == &oneByOne ? 0.5 : 0;
                progress({engine::Stage::ScoringCandidates, (round + half) / rounds, {}});
            }
            if (const auto ended = way->run(stop)) {
                return passedOn(*ended);
            }
        }
        if (round > 0) {
            result.shared.seconds.push_back(shared.seconds);
            result.oneByOne.seconds.push_back(oneByOne.seconds);
        }
    }
    result.shared.flop = shared.flop;
    result.oneByOne.flop = oneByOne.flop;
    result.promptTokens = shared.last.promptTokens;
    result.imageTokens = shared.last.imageTokens;
    result.answerTokens = shared.last.candidateTokens;
    for (std::size_t i = 0; i < shared.scores.size(); ++i) {
        result.largestDifference =
            std::max(result.largestDifference, static_cast<double>(std::abs(shared.scores[i] - oneByOne.scores[i])));
    }
    return result;
}

} // namespace trutina::services
