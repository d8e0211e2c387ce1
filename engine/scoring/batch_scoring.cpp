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

/// Groups that go through the decoder together.
struct Run {
    std::vector<Share> shares;
    ScoringGroup all;
};

bool canJoin(const Run& run, const ScoringGroup& group) {
    return group.trunk == 0 && run.all.trunk == 0 && group.rotaryBase == run.all.rotaryBase &&
           (group.readFrom < 0) == (run.all.readFrom < 0);
}

std::vector<Run> runsOf(const std::vector<BatchItem*>& items, const SequenceScorer& scorer) {
    std::vector<Run> runs;
    for (BatchItem* item : items) {
        for (std::size_t g = 0; g < item->groups().size(); ++g) {
            const ScoringGroup& group = item->groups()[g];
            auto run = std::find_if(runs.begin(), runs.end(), [&](const Run& other) { return canJoin(other, group); });
            if (run == runs.end()) {
                run = runs.insert(runs.end(), Run{{}, {{}, group.trunk, group.readFrom, group.rotaryBase}});
            } else if (run->all.readFrom > 0) {
                run->all.readFrom = 0; // each drops what it did not ask for
            }
            run->shares.push_back({item, g, scorer.cost(group)});
            run->all.sequences.insert(run->all.sequences.end(), group.sequences.begin(), group.sequences.end());
        }
    }
    return runs;
}

/// Hands out what was read in a run, and the time that it took by the floating-point operations of each share.
void distribute(const Run& run, std::vector<std::vector<float>> reads, const Decoder::Times& times) {
    double operations = 0;
    for (const Share& share : run.shares) {
        operations += share.cost;
    }
    std::size_t next = 0;
    for (const Share& share : run.shares) {
        const ScoringGroup& group = share.item->groups()[share.group];
        for (std::size_t i = 0; i < group.sequences.size(); ++i) {
            auto& own = reads[next++];
            if (group.readFrom > run.all.readFrom) {
                own.erase(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(group.readFrom - run.all.readFrom));
            }
            share.item->keepReads(share.group, i, std::move(own));
        }
        const double part = operations > 0 ? share.cost / operations : 1.0 / static_cast<double>(run.shares.size());
        RunStatistics& statistics = share.item->statistics();
        statistics.prefixSeconds += part * times.trunk;
        statistics.candidateSeconds += part * times.branches;
        statistics.floatingPointOperations += share.cost;
    }
}

} // namespace

std::unique_ptr<PreparedRequest> BatchScoring::prepare(const ScoreRequest& request, std::stop_token stop) {
    return atBorder([&]() -> std::unique_ptr<PreparedRequest> {
        return std::make_unique<BatchItem>(request, m_parts.config, m_parts.tokenizer, std::move(stop));
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
            operations += scorer.cost(group);
            groups.push_back(group);
        }
    }
    (void)m_parts.planner.plan(requestShapeOf(groups, largestMedium, imageTokens), 0); // throws where nothing fits
    pace.expect(operations);

    std::vector<at::Tensor> media;
    for (BatchItem* item : items) {
        item->encode(network.images(), media, pace);
    }
    std::vector<BatchItem*> whole;
    std::copy_if(items.begin(), items.end(), std::back_inserter(whole), [](const BatchItem* item) { return !item->hasFailed(); });

    pace.enter(Stage::ScoringCandidates);
    for (const Run& run : runsOf(whole, scorer)) {
        auto reads = scorer.run(run.all, media, pace);
        distribute(run, std::move(reads), network.decoder().times());
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
