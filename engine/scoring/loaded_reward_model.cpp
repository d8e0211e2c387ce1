// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/loaded_reward_model.h"

#include "engine/analysis/ranking.h"
#include "engine/api/error.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/scoring/compute_choice.h"
#include "engine/scoring/error_border.h"
#include "engine/scoring/media_shelf.h"
#include "engine/scoring/scoring_plan.h"
#include "engine/scoring/sequence_scorer.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>
#include <utility>

namespace trutina::engine {

namespace {

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int storedBytesPerElement(const ModelInspection& inspection) {
    return inspection.parameters > 0 ? static_cast<int>(std::max<std::int64_t>(1, inspection.weightBytes / inspection.parameters))
                                     : 4;
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

    MediaShelf shelf(config, pace);
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

std::int64_t estimateMemory(const ModelConfig& config, const TensorSizes& sizes, const ModelInspection& inspection) {
    const int stored = storedBytesPerElement(inspection);
    const bool large = inspection.weightBytes >= kSmallCheckpointBytes;
    // Above 1 GiB a probe decides between the stored type and widening layer by layer: the larger plan is told.
    const MemoryFormula plan(config, sizes, inspection.weightBytes, stored, sizeof(float), large && stored != sizeof(float));
    const auto imageTokens = (9 + 1) * config.mergedGrid() * config.mergedGrid() + 1 + 4 * config.mergedGrid();
    return plan.weights() + plan.scoring(imageTokens + 1000, 10);
}

std::unique_ptr<LoadedRewardModel> openRewardModel(const LoadOptions& options, std::stop_token stop,
                                                   const ProgressSink& progress) {
    if (options.device.kind == DeviceKind::Cuda) {
        throw Failure("device.unavailable", "This build computes on the CPU only.", "Choose --device cpu.");
    }
    if (options.threads < 0) {
        throw Failure("options.threads", "The number of threads is " + std::to_string(options.threads) + ".",
                      "Use 0 for all cores, or a number from 1 on.");
    }
    const int threads =
        options.threads > 0 ? options.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    at::set_num_threads(threads);
    Pace pace(std::move(stop), progress);
    pace.enter(Stage::ReadingModel, options.directory.filename().string());
    pace.checkpoint();

    auto config = readModelConfig(options.directory);
    const std::shared_ptr<const WeightSource> source = openWeights(options.directory);
    const auto report = reportWeights(config, *source);
    requireComplete(report);
    auto tokenizer = openTokenizer(options.directory);
    if (tokenizer->size() > config.vocabularySize) {
        throw Failure("tokenizer.mismatch",
                      "The tokenizer knows " + std::to_string(tokenizer->size()) + " pieces, but the model has embeddings for " +
                          std::to_string(config.vocabularySize) + ".",
                      "Put the tokenizer.model that belongs to this checkpoint into its folder.");
    }

    ModelInfo info;
    info.inspection = inspectCheckpoint(options.directory);
    info.inspection.estimatedMemoryBytes = estimateMemory(config, report.sizes, info.inspection);
    pace.checkpoint();
    const auto choice = chooseComputeType(options.computeType, info.inspection.weightBytes,
                                          [&] { return rememberedProbe(probeFile(), probeKey(threads), measureCompute); });
    const bool wide = choice.type == ComputeType::Float32;
    RewardNetwork::Options networkOptions;
    networkOptions.computeType = wide ? at::kFloat : at::kBFloat16;
    info.computeType = wide ? "float32" : "bfloat16";
    const bool converts = info.inspection.storedType != info.computeType;
    const bool streams = converts && info.inspection.weightBytes >= kSmallCheckpointBytes;
    networkOptions.residence = streams ? Residence::Streamed : Residence::Resident;
    info.computeTypeReason =
        choice.reason + (streams ? " Weights stay " + info.inspection.storedType + " and are converted layer by layer." : "");

    const MemoryFormula memory(config, report.sizes, info.inspection.weightBytes, storedBytesPerElement(info.inspection),
                               wide ? 4 : 2, streams);
    const auto available = availableMemoryBytes();
    if (available > 0 && memory.anonymous() > available) {
        throw Failure("memory.exhausted",
                      "Loading in " + info.computeType + " needs about " + std::to_string(memory.anonymous() >> 20) +
                          " MiB beside the files, and " + std::to_string(available >> 20) + " MiB are free.",
                      "Close other programs, or load in " + info.inspection.storedType + ", which needs none.");
    }

    info.name = options.directory.filename().empty() ? options.directory.parent_path().filename().string()
                                                     : options.directory.filename().string();
    info.hash = checkpointHash(options.directory, *source);
    info.device = "cpu";
    info.engineVersion = TRUTINA_VERSION;
    pace.checkpoint();
    auto network = std::make_unique<RewardNetwork>(config, report.sizes, source, networkOptions);
    network->prepare(pace);
    pace.reach(1);
    return std::make_unique<LoadedRewardModel>(LoadedRewardModel::Parts{
        std::move(info), std::move(config), std::move(tokenizer), std::move(network), memory, threads, {}});
}

} // namespace trutina::engine
