// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/batch_scoring.h"

#include "engine/api/error.h"
#include "engine/scoring/batch_item.h"
#include "engine/scoring/error_border.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace trutina::engine {

namespace {

/// A group of one request among those of a pack.
struct Share {
    BatchItem* item = nullptr;
    std::size_t group = 0;
    double cost = 0;
};

/// Hands out what was read, and the time that it took by the floating-point operations of each share.
void distribute(const std::vector<Share>& shares, std::vector<SequenceScorer::GroupScores> scored, const Decoder::Times& times) {
    double operations = 0;
    for (const Share& share : shares) {
        operations += share.cost;
    }
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const Share& share = shares[i];
        for (std::size_t sequence = 0; sequence < scored[i].scores.size(); ++sequence) {
            share.item->keepReads(share.group, sequence, std::move(scored[i].scores[sequence]));
        }
        const double part = operations > 0 ? share.cost / operations : 1.0 / static_cast<double>(shares.size());
        RunStatistics& statistics = share.item->statistics();
        statistics.prefixSeconds += part * times.trunk;
        statistics.candidateSeconds += part * times.branches;
        statistics.floatingPointOperations += share.cost;
    }
}

} // namespace

std::unique_ptr<PreparedRequest> BatchScoring::prepare(const ScoreRequest& request, std::stop_token stop) {
    return atBorder([&]() -> std::unique_ptr<PreparedRequest> {
        return std::make_unique<BatchItem>(request, m_parts.config, m_parts.tokenizer, m_parts.media, std::move(stop));
    });
}

std::vector<RequestOutcome> BatchScoring::score(std::span<PreparedRequest* const> pack, std::stop_token stop,
                                                const ProgressSink& progress) {
    return atBorder([&] {
        at::set_num_threads(m_parts.threads); // holds for work that this thread starts from now on
        std::vector<BatchItem*> items;
        for (PreparedRequest* request : pack) {
            items.push_back(static_cast<BatchItem*>(request));
        }
        Pace pace(std::move(stop), progress);
        compute(items, pace);
        std::vector<RequestOutcome> outcomes;
        for (const BatchItem* item : items) {
            outcomes.push_back(item->outcome());
        }
        return outcomes;
    });
}

void BatchScoring::compute(const std::vector<BatchItem*>& items, Pace& pace) {
    const auto start = std::chrono::steady_clock::now();
    const auto secondsHere = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
    RewardNetwork& network = m_parts.network;
    SequenceScorer scorer(network);
    pace.checkpoint();
    int largestMedium = 0;
    std::int64_t imageTokens = 0;
    std::vector<ScoringGroup> groups;
    double operations = 0;
    for (BatchItem* item : items) {
        item->statistics().floatingPointOperations = item->imageCost(network.cost());
        item->statistics().prefixSeconds = 0;
        item->statistics().candidateSeconds = 0;
        operations += item->statistics().floatingPointOperations;
        largestMedium = std::max(largestMedium, item->largestMedium());
        imageTokens += item->imageTokens();
        for (const ScoringGroup& group : item->groups()) {
            operations += scorer.cost(std::span(&group, 1));
            groups.push_back(group);
        }
    }
    const MemoryPlan plan =
        m_parts.planner.plan(requestShapeOf(groups, largestMedium, imageTokens), 0); // throws where nothing fits
    network.decoder().setLimits({plan.parallelCandidates, plan.rowsAtOnce});
    pace.expect(operations);

    std::vector<at::Tensor> media;
    for (BatchItem* item : items) {
        item->encode(network.images(), media, pace);
    }
    std::vector<BatchItem*> whole;
    std::copy_if(items.begin(), items.end(), std::back_inserter(whole), [](const BatchItem* item) { return !item->hasFailed(); });

    pace.enter(Stage::ScoringCandidates);
    groups.clear(); // without those of requests whose media failed
    std::vector<Share> shares;
    for (BatchItem* item : whole) {
        for (std::size_t g = 0; g < item->groups().size(); ++g) {
            groups.push_back(item->groups()[g]);
            groups.back().media = media;
            shares.push_back({item, g, scorer.cost(std::span(&groups.back(), 1))});
        }
    }
    if (!groups.empty()) {
        auto scored = scorer.run(groups, pace);
        distribute(shares, std::move(scored), scorer.times());
    }

    // What the stages do not account for is shared like the rest.
    double accounted = 0;
    for (BatchItem* item : whole) {
        accounted += item->statistics().visionSeconds + item->statistics().prefixSeconds + item->statistics().candidateSeconds;
    }
    const double stretch = accounted > 0 ? std::max(1.0, secondsHere() / accounted) : 1.0;
    const auto peak = peakMemoryBytes();
    for (BatchItem* item : whole) {
        RunStatistics& statistics = item->statistics();
        statistics.totalSeconds = stretch * (statistics.visionSeconds + statistics.prefixSeconds + statistics.candidateSeconds);
        statistics.peakMemoryBytes = peak;
        statistics.packedRequests = static_cast<std::int64_t>(whole.size());
    }
    pace.reach(1);
}

} // namespace trutina::engine
