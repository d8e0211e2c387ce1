// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/loaded_reward_model.h"

#include "engine/api/error.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/runtime/batch_scheduler.h"
#include "engine/scoring/batch_scoring.h"
#include "engine/scoring/compute_choice.h"
#include "engine/scoring/error_border.h"
#include "engine/scoring/media_shelf.h"
#include "engine/scoring/request_sequences.h"
#include "engine/scoring/sequence_scorer.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
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
    std::int64_t rows = 0;
    for (const ScoringGroup& group : groups) {
        operations += scorer.cost(group);
        rows = std::max(rows, rowsOf(group));
    }
    m_parts.memory.requireFor(rows, shelf.largest());
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
    BatchScoring scoring({*m_parts.network, m_parts.config, *m_parts.tokenizer, m_parts.memory, m_parts.threads});
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
