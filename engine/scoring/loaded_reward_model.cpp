// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/loaded_reward_model.h"

#include "engine/api/error.h"
#include "engine/runtime/batch_scheduler.h"
#include "engine/runtime/memory/machine_memory.h"
#include "engine/scoring/batch_scoring.h"
#include "engine/scoring/error_border.h"
#include "engine/scoring/media_shelf.h"
#include "engine/scoring/model_probe.h"
#include "engine/scoring/prefix_reuse.h"
#include "engine/scoring/request_sequences.h"
#include "engine/scoring/sequence_scorer.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace trutina::engine {

namespace {

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Media of which a position has to be computed.
std::set<int> slotsOf(const std::vector<ScoringGroup>& groups) {
    std::set<int> slots;
    const auto add = [&](const Sequence& sequence, std::int64_t begin, std::size_t end) {
        for (auto at = static_cast<std::size_t>(begin); at < end; ++at) {
            if (isMedia(sequence.codes[at])) {
                slots.insert(mediaSlot(sequence.codes[at]));
            }
        }
    };
    for (const ScoringGroup& group : groups) {
        add(*group.sequences.front(), rowsOf(group.prefix), static_cast<std::size_t>(group.trunk));
        for (const Sequence* sequence : group.sequences) {
            add(*sequence, group.trunk, sequence->codes.size());
        }
    }
    return slots;
}

void count(const ScoringGroup& group, RunStatistics& statistics) {
    const auto sequences = static_cast<std::int64_t>(group.sequences.size());
    const std::int64_t reused = rowsOf(group.prefix);
    statistics.computedTokens += computedRows(group);
    statistics.reusedTokens += reused;
    statistics.prefixCacheHits += reused > 0 ? sequences : group.trunk > 0 ? sequences - 1 : 0;
}

/// Independent sequences are scored one by one, the others together.
std::vector<std::span<const ScoringGroup>> runsOf(const std::vector<ScoringGroup>& groups, ScoringMode mode) {
    if (mode == ScoringMode::Shared) {
        return {std::span(groups)};
    }
    std::vector<std::span<const ScoringGroup>> runs;
    for (const ScoringGroup& group : groups) {
        runs.emplace_back(&group, 1);
    }
    return runs;
}

} // namespace

LoadedRewardModel::LoadedRewardModel(Parts parts)
    : m_parts(std::move(parts)), m_textEncoder(m_parts.tokenizer), m_prefixes(m_parts.prefixCacheBytes) {}

ScoreResult LoadedRewardModel::score(const ScoreRequest& request, std::stop_token stop, const ProgressSink& progress) {
    return atBorder([&] {
        at::set_num_threads(m_parts.threads); // holds for work that this thread starts from now on
        Pace pace(std::move(stop), progress);
        return compute(request, pace);
    });
}

ScoreResult LoadedRewardModel::compute(const ScoreRequest& request, Pace& pace) {
    MediaShelf shelf(*m_parts.media, {request.options.frameLabels, request.options.reuse, false}, pace);
    return compute(request, shelf, pace);
}

ScoreResult LoadedRewardModel::compute(const ScoreRequest& request, MediaShelf& shelf, Pace& pace) {
    const auto start = std::chrono::steady_clock::now();
    pace.checkpoint();
    pace.enter(Stage::ReadingPrompt);
    RewardNetwork& network = *m_parts.network;

    const auto assembled = assembleRequest(
        *m_parts.tokenizer, request, [&](const MediaInput& media, int hdNum) { return shelf.place(media, hdNum); },
        [&](std::int64_t length) { return rotaryBase(m_parts.config, length); });

    SequenceScorer scorer(network);
    PrefixReuse reuse(
        m_prefixes, request.options, [&](int slot) { return shelf.identity(slot); }, network.decoder().keyValueBytes());
    auto groups = reuse.begin(groupsOf(assembled, request.options), assembled.promptTokens);
    const auto runs = runsOf(groups, request.options.mode);
    const auto slots = slotsOf(groups);
    double operations = 0;
    for (const int slot : slots) {
        operations += shelf.cost(slot, network.cost());
    }
    for (const auto& run : runs) {
        operations += scorer.cost(run);
    }
    const auto shape = requestShapeOf(groups, slots.empty() ? 0 : shelf.largest(), shelf.tokens());
    const MemoryPlan plan = m_parts.planner.plan(shape, m_prefixes.use().budgetBytes); // throws where nothing fits
    m_prefixes.shrink(plan.prefixCacheBytes);
    if (shape.keptTokens * network.decoder().keyValueBytes() > plan.prefixCacheBytes) {
        for (ScoringGroup& group : groups) {
            group.keepTrunk = group.keepBranches = false;
        }
    }
    network.decoder().setLimits({plan.parallelCandidates, plan.rowsAtOnce});
    pace.reach(0.02);
    pace.expect(operations);

    const auto visionStart = std::chrono::steady_clock::now();
    const int computedBefore = shelf.computed();
    std::vector<at::Tensor> media(static_cast<std::size_t>(shelf.slots())); // undefined where only kept positions show it
    for (const int slot : slots) {
        const at::Tensor& tokens = shelf.tokens(slot, network.images(), pace);
        media[static_cast<std::size_t>(slot)] = plan.featuresOffLoaded ? shelf.offLoad(slot) : tokens;
    }
    RunStatistics statistics;
    statistics.visionSeconds = secondsSince(visionStart);
    if (shelf.computed() > computedBefore) {
        returnFreedMemory(); // what the tower worked in must not stand beside what the decoder works in
    }

    pace.enter(Stage::ScoringCandidates);
    std::vector<std::vector<float>> reads(assembled.sequences.size());
    for (ScoringGroup& group : groups) {
        group.media = media;
    }
    auto group = groups.begin();
    for (const auto& run : runs) {
        for (auto& scored : scorer.run(run, pace)) {
            for (std::size_t i = 0; i < scored.scores.size(); ++i) {
                reads[static_cast<std::size_t>(group->sequences[i] - assembled.sequences.data())] = std::move(scored.scores[i]);
            }
            count(*group, statistics);
            reuse.keep(*group, scored.kept);
            ++group;
        }
        statistics.prefixSeconds += scorer.times().trunk;
        statistics.candidateSeconds += scorer.times().branches;
    }

    ScoreResult result = resultOf(assembled, reads, request.options.positions);
    statistics.decodeSeconds = shelf.decodeSeconds();
    statistics.floatingPointOperations = pace.operationsDone();
    statistics.mediaCacheHits = shelf.uses() - shelf.computed();
    statistics.peakMemoryBytes = peakMemoryBytes();
    statistics.totalSeconds = secondsSince(start);
    result.statistics = statistics;
    if (auto warning = m_parts.media->cache().takeWarning()) {
        result.warnings.push_back(std::move(*warning));
    }
    pace.reach(1);
    return result;
}

void LoadedRewardModel::scoreAll(const RequestSource& source, const OutcomeSink& sink, const BatchOptions& options,
                                 std::stop_token stop, const ProgressSink& progress) {
    BatchScoring scoring(
        {*m_parts.network, m_parts.config, *m_parts.tokenizer, *m_parts.media, m_parts.planner, m_parts.threads});
    const auto deliver = [&](RequestOutcome outcome) {
        if (auto* result = std::get_if<ScoreResult>(&outcome)) {
            if (auto warning = m_parts.media->cache().takeWarning()) {
                result->warnings.push_back(std::move(*warning));
            }
        }
        sink(std::move(outcome));
    };
    BatchScheduler(scoring, options, m_parts.threads).run(source, deliver, stop, progress);
}

ProbeResult LoadedRewardModel::probe(const ProbeRequest& request, std::stop_token stop, const ProgressSink& progress) {
    return atBorder([&] {
        at::set_num_threads(m_parts.threads);
        const auto scored = [this](const ScoreRequest& variant, MediaShelf& shelf, Pace& pace) {
            return compute(variant, shelf, pace);
        };
        return ModelProbe({*m_parts.media, m_parts.network->images(), m_parts.config.tileSize, scored}, request, std::move(stop),
                          progress)
            .run();
    });
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
