// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/model_opening.h"

#include "engine/api/error.h"
#include "engine/cache/feature_folder.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/scoring/compute_choice.h"
#include "engine/scoring/compute_device.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace trutina::engine {

namespace {

int storedBytesPerElement(const ModelInspection& inspection) {
    return inspection.parameters > 0 ? static_cast<int>(std::max<std::int64_t>(1, inspection.weightBytes / inspection.parameters))
                                     : 4;
}

MediaLibrary::Options mediaOptions(const LoadOptions& options, const ModelConfig& config, const ModelInfo& info,
                                   const ModelCost& cost, int threads) {
    MediaLibrary::Options media;
    media.tileSize = static_cast<int>(config.tileSize);
    media.mergedGrid = static_cast<int>(config.mergedGrid());
    // The machine and the threads too: products are summed in another order there, and kept features are equal to the bit.
    media.context = "model " + info.hash + "\ntype " + info.computeType + " on " + info.device + "\nmachine " + probeKey(threads);
    media.cacheFolder = options.featureCacheDirectory.empty() ? defaultFeatureFolder() : options.featureCacheDirectory;
    const bool pays = cost.image(1, config.mergedGrid() * config.mergedGrid()) >= options.featureCacheOperations;
    media.cacheBytes = pays ? options.featureCacheBytes : 0;
    return media;
}

} // namespace

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
    const c10::Device device = openComputeDevice(options.device);

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
    const auto choice = device.is_cpu()
                            ? chooseComputeType(options.computeType, info.inspection.weightBytes,
                                                [&] { return rememberedProbe(probeFile(), probeKey(threads), measureCompute); })
                            : chooseGpuComputeType(options.computeType);
    const bool wide = choice.type == ComputeType::Float32;
    RewardNetwork::Options networkOptions;
    networkOptions.device = device;
    networkOptions.computeType = wide ? at::kFloat : choice.type == ComputeType::Float16 ? at::kHalf : at::kBFloat16;
    info.computeType = wide ? "float32" : choice.type == ComputeType::Float16 ? "float16" : "bfloat16";
    const bool converts = info.inspection.storedType != info.computeType;
    const bool streams = device.is_cpu() && converts && info.inspection.weightBytes >= kSmallCheckpointBytes;
    networkOptions.residence = streams ? Residence::Streamed : Residence::Resident;
    info.computeTypeReason =
        choice.reason + (streams ? " Weights stay " + info.inspection.storedType + " and are converted layer by layer." : "");

    const MemoryFormula memory(config, report.sizes, info.inspection.weightBytes, storedBytesPerElement(info.inspection),
                               wide ? 4 : 2, streams);
    const auto available = device.is_cpu() ? availableMemoryBytes() : freeDeviceBytes(device);
    if (available > 0 && memory.anonymous() > available) {
        throw Failure("memory.exhausted",
                      "Loading in " + info.computeType + " needs about " + std::to_string(memory.anonymous() >> 20) +
                          " MiB beside the files, and " + std::to_string(available >> 20) + " MiB are free.",
                      "Close other programs, or load in " + info.inspection.storedType + ", which needs none.");
    }

    info.name = options.directory.filename().empty() ? options.directory.parent_path().filename().string()
                                                     : options.directory.filename().string();
    info.hash = checkpointHash(options.directory, *source);
    info.device = deviceText(device);
    info.engineVersion = TRUTINA_VERSION;
    pace.checkpoint();
    auto network = std::make_unique<RewardNetwork>(config, report.sizes, source, networkOptions);
    network->prepare(pace);
    auto media = std::make_unique<MediaLibrary>(mediaOptions(options, config, info, network->cost(), threads));
    pace.reach(1);
    return std::make_unique<LoadedRewardModel>(
        LoadedRewardModel::Parts{std::move(info),
                                 std::move(config),
                                 std::move(tokenizer),
                                 std::move(network),
                                 memory,
                                 threads,
                                 {},
                                 std::move(media),
                                 options.prefixCacheBytes >= 0 ? options.prefixCacheBytes : availableMemoryBytes() / 8});
}

} // namespace trutina::engine
