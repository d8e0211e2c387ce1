// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/loaded_reward_model.h"

#include "engine/api/error.h"
#include "engine/runtime/batch_scheduler.h"
#include "engine/scoring/batch_scoring.h"
#include "engine/scoring/error_border.h"
#include "engine/scoring/media_shelf.h"
#include "engine/scoring/request_sequences.h"
#include "engine/scoring/sequence_scorer.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace trutina::engine {

namespace {

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

LoadedRewardModel::LoadedRewardModel(Parts parts) : m_parts(std::move(parts)), m_textEncoder(m_parts.tokenizer) {}

ScoreResult LoadedRewardModel::score(const ScoreRequest& request, std::stop_token stop, const ProgressSink& progress) {
    return atBorder([&] {
        at::set_num_threads(m_parts.threads); // holds for work that this thread starts from now on
        Pace pace(std::move(stop), progress);
        return compute(request, pace);
    });
}

ScoreResult LoadedRewardModel::compute(const ScoreRequest& request, Pace& pace) {
    const auto start = std::chrono::steady_clock::now();
    pace.checkpoint();
    pace.enter(Stage::ReadingPrompt);
    RewardNetwork& network = *m_parts.network;

    MediaShelf shelf(m_parts.config, pace);
    const auto assembled = assembleRequest(
        *m_parts.tokenizer, request, [&](const MediaInput& media, int hdNum) { return shelf.place(media, hdNum); },
        [&](std::int64_t length) { return rotaryBase(m_parts.config, length); });

    SequenceScorer scorer(network);
    const auto groups = groupsOf(assembled, request.options.positions);
    double operations = shelf.cost(network.cost());
    for (const ScoringGroup& group : groups) {
        operations += scorer.cost(group);
    }
    (void)m_parts.planner.plan(requestShapeOf(groups, shelf.largest(), shelf.tokens()), 0); // throws where nothing fits
    pace.reach(0.02);
    pace.expect(operations);

    const auto visionStart = std::chrono::steady_clock::now();
    const auto media = shelf.encode(network.images(), pace);
    RunStatistics statistics;
    statistics.visionSeconds = secondsSince(visionStart);

    pace.enter(Stage::ScoringCandidates);
    std::vector<std::vector<float>> reads(assembled.sequences.size());
    for (std::size_t g = 0; g < groups.size(); ++g) {
        auto scores = scorer.run(groups[g], media, pace);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            reads[assembled.plan.groups[g].sequences[i]] = std::move(scores[i]);
        }
        statistics.prefixSeconds += network.decoder().times().trunk;
        statistics.candidateSeconds += network.decoder().times().branches;
        if (groups[g].trunk > 0) {
            statistics.prefixCacheHits += static_cast<std::int64_t>(groups[g].sequences.size()) - 1;
        }
    }

    ScoreResult result = resultOf(assembled, reads, request.options.positions);
    statistics.decodeSeconds = shelf.decodeSeconds();
    statistics.floatingPointOperations = pace.operationsDone();
    statistics.mediaCacheHits = shelf.uses() - shelf.slots();
    statistics.peakMemoryBytes = peakMemoryBytes();
    statistics.totalSeconds = secondsSince(start);
    result.statistics = statistics;
    pace.reach(1);
    return result;
}

void LoadedRewardModel::scoreAll(const RequestSource& source, const OutcomeSink& sink, const BatchOptions& options,
                                 std::stop_token stop, const ProgressSink& progress) {
    BatchScoring scoring({*m_parts.network, m_parts.config, *m_parts.tokenizer, m_parts.planner, m_parts.threads});
    BatchScheduler(scoring, options, m_parts.threads).run(source, sink, stop, progress);
}

ProbeResult LoadedRewardModel::probe(const ProbeRequest&, std::stop_token, const ProgressSink&) {
    throw Failure("engine.not_built", "Probes are not built yet.");
}

TokenSequence LoadedRewardModel::sequence(const ScoreRequest& request) const {
    return atBorder([&] {
        checkRequest(request);
        const auto sequence =
            assembleSequence(*m_parts.tokenizer, wholeConversation(request.conversation), wholeMedia(request.conversation),
                             request.options.hdNum, request.options.maxLength, inspectingPlacer(m_parts.config));
        return describeSequence(*m_parts.tokenizer, sequence);
    });
}

} // namespace trutina::engine
