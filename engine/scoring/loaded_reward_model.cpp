// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/loaded_reward_model.h"

#include "engine/analysis/ranking.h"
#include "engine/api/error.h"
#include "engine/scoring/error_border.h"
#include "engine/scoring/media_shelf.h"
#include "engine/scoring/scoring_plan.h"
#include "engine/scoring/sequence_scorer.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace trutina::engine {

namespace {

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// What the candidates of a request are as sequences.
struct RequestSequences {
    std::vector<Sequence> sequences;
    std::vector<bool> alone;
    std::int64_t promptTokens = 0;
};

std::vector<Message> joined(std::vector<Message> messages, const std::vector<Message>& more) {
    messages.insert(messages.end(), more.begin(), more.end());
    return messages;
}

std::vector<MediaInput> joined(std::vector<MediaInput> media, const std::vector<MediaInput>& more) {
    media.insert(media.end(), more.begin(), more.end());
    return media;
}

RequestSequences assemble(const Tokenizer& tokenizer, const ScoreRequest& request, const MediaPlacer& place) {
    const Conversation& conversation = request.conversation;
    const auto sequenceOf = [&](const std::vector<Message>& messages, const std::vector<MediaInput>& media) {
        return assembleSequence(tokenizer, messages, media, request.options.hdNum, request.options.maxLength, place);
    };
    RequestSequences all;
    if (conversation.candidates.empty()) {
        all.sequences.push_back(sequenceOf(conversation.messages, conversation.media));
        all.alone.push_back(true);
        return all; // all of it is its own part
    }
    for (const Candidate& candidate : conversation.candidates) {
        all.sequences.push_back(
            sequenceOf(joined(conversation.messages, candidate.messages), joined(conversation.media, candidate.media)));
        all.alone.push_back(!candidate.media.empty());
    }
    if (conversation.candidates.size() == 1) {
        // One candidate shares everything with itself; its own part begins where it would differ from an empty answer.
        const Candidate& candidate = conversation.candidates.front();
        auto empty = candidate.messages;
        for (Message& message : empty) {
            message.content.clear();
        }
        const Sequence without = sequenceOf(joined(conversation.messages, empty), joined(conversation.media, candidate.media));
        const Sequence& with = all.sequences.front();
        all.promptTokens = static_cast<std::int64_t>(std::min(commonPrefix({&with, &without}), with.codes.size() - 1));
    }
    return all;
}

void requireFinite(const ScoreResult& result) {
    for (std::size_t i = 0; i < result.scores.size(); ++i) {
        if (!std::isfinite(result.scores[i])) {
            throw Failure("model.not_finite", "The model gave no number for candidate " + std::to_string(i + 1) + ".",
                          "Load it again with --dtype float32; if that does not help, its weights are damaged.");
        }
    }
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
    checkRequest(request);
    pace.checkpoint();
    pace.enter(Stage::ReadingPrompt);
    RewardNetwork& network = *m_parts.network;
    const ModelConfig& config = m_parts.config;

    MediaShelf shelf(config, request.options.frameLabels, pace);
    auto assembled =
        assemble(*m_parts.tokenizer, request, [&](const MediaInput& media, int hdNum) { return shelf.place(media, hdNum); });
    const auto& sequences = assembled.sequences;
    const auto plan =
        planScoring(sequences, assembled.alone, request.options, [&](std::int64_t length) { return rotaryBase(config, length); });
    if (request.conversation.candidates.size() > 1) {
        assembled.promptTokens = plan.sharedTokens;
    }

    SequenceScorer scorer(network);
    std::vector<ScoringGroup> groups;
    double operations = shelf.cost(network.cost());
    std::int64_t rows = 0;
    for (const auto& planned : plan.groups) {
        auto& group = groups.emplace_back();
        for (const std::size_t index : planned.sequences) {
            group.sequences.push_back(&sequences[index]);
        }
        group.readFrom = request.options.positions ? assembled.promptTokens : -1;
        group.trunk = request.options.positions ? std::min(planned.trunk, group.readFrom) : planned.trunk;
        group.rotaryBase = planned.rotaryBase;
        operations += scorer.cost(group);
        std::int64_t groupRows = group.trunk;
        for (const Sequence* sequence : group.sequences) {
            groupRows += static_cast<std::int64_t>(sequence->codes.size()) - group.trunk;
        }
        rows = std::max(rows, groupRows);
    }
    const auto needed = m_parts.memory.scoring(rows, shelf.largest());
    const auto available = availableMemoryBytes();
    if (available > 0 && needed > available) {
        throw Failure("memory.exhausted",
                      "This request needs about " + std::to_string(needed >> 20) + " MiB, and " +
                          std::to_string(available >> 20) + " MiB are free.",
                      "Close other programs, use --dtype bfloat16, a smaller --hd-num or a smaller --max-length.");
    }
    pace.reach(0.02);
    pace.expect(operations);

    ScoreResult result;
    const auto visionStart = std::chrono::steady_clock::now();
    const auto media = shelf.encode(network.images());
    result.statistics.visionSeconds = secondsSince(visionStart);

    pace.enter(Stage::ScoringCandidates);
    std::vector<std::vector<float>> reads(sequences.size());
    for (std::size_t g = 0; g < groups.size(); ++g) {
        auto scores = scorer.run(groups[g], media, pace);
        for (std::size_t i = 0; i < scores.size(); ++i) {
            reads[plan.groups[g].sequences[i]] = std::move(scores[i]);
        }
        result.statistics.prefixSeconds += network.decoder().times().trunk;
        result.statistics.candidateSeconds += network.decoder().times().branches;
        if (groups[g].trunk > 0) {
            result.statistics.prefixCacheHits += static_cast<std::int64_t>(groups[g].sequences.size()) - 1;
        }
    }

    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const auto& own = reads[plan.sameAs[i]];
        result.scores.push_back(own.back());
        result.truncated.push_back(sequences[i].truncated);
        result.candidateTokens.push_back(
            static_cast<int>(static_cast<std::int64_t>(sequences[i].codes.size()) - assembled.promptTokens));
        if (request.options.positions) {
            result.positions.push_back(own);
        }
    }
    requireFinite(result);
    result.order = descendingOrder(result.scores);
    result.promptTokens = static_cast<int>(assembled.promptTokens);
    const auto& codes = sequences.front().codes;
    const auto shared = request.conversation.candidates.empty() ? codes.size() : static_cast<std::size_t>(assembled.promptTokens);
    result.imageTokens =
        static_cast<int>(std::count_if(codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(shared), isMedia));
    result.statistics.decodeSeconds = shelf.decodeSeconds();
    result.statistics.floatingPointOperations = pace.operationsDone();
    result.statistics.mediaCacheHits = shelf.uses() - shelf.slots();
    result.statistics.peakMemoryBytes = peakMemoryBytes();
    result.statistics.totalSeconds = secondsSince(start);
    pace.reach(1);
    return result;
}

void LoadedRewardModel::scoreAll(const RequestSource& source, const OutcomeSink& sink, const BatchOptions&, std::stop_token stop,
                                 const ProgressSink& progress) {
    for (;;) {
        RequestOutcome outcome;
        try {
            const auto request = source();
            if (!request) {
                return;
            }
            outcome = score(*request, stop, progress);
        } catch (const Failure& failure) {
            outcome = failure.error();
        }
        sink(std::move(outcome));
    }
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
