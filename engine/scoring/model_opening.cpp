// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/model_opening.h"

#include "engine/api/error.h"
#include "engine/cache/feature_folder.h"
#include "engine/checkpoint/adapter_file.h"
#include "engine/checkpoint/checkpoint_hash.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/model/device_kernels.h"
#include "engine/runtime/memory/memory_planner.h"
#include "engine/scoring/compute_choice.h"
#include "engine/scoring/compute_device.h"
#include "engine/scoring/request_planner.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

namespace trutina::engine {

namespace {

constexpr ComputeCandidate kFloat32{"float32", 4, false};
constexpr ComputeCandidate kBFloat16{"bfloat16", 2, false};
constexpr ComputeCandidate kFloat16{"float16", 2, false};

/// Larger pictures are scaled on the processor: 96 MB go to the device at most, less than the states of the tower take there.
constexpr std::int64_t kMostPixelsScaledOnDevice = std::int64_t{32} << 20;

MediaLibrary::Options mediaOptions(const LoadOptions& options, const ModelConfig& config, const ModelInfo& info,
                                   const ModelCost& cost, int threads, c10::Device device) {
    MediaLibrary::Options media;
    media.tileSize = static_cast<int>(config.tileSize);
    media.mergedGrid = static_cast<int>(config.mergedGrid());
    // The machine and the threads too: products are summed in another order there, and kept features are equal to the bit.
    media.context = "model " + info.hash + "\ntype " + info.computeType + " on " + info.device + "\nmachine " + probeKey(threads);
    media.cacheFolder = options.featureCacheDirectory.empty() ? defaultFeatureFolder() : options.featureCacheDirectory;
    const bool pays = cost.image(1, config.mergedGrid() * config.mergedGrid()) >= options.featureCacheOperations;
    media.cacheBytes = pays ? options.featureCacheBytes : 0;
    media.unscaledPixels = deviceKernels(device.type()) != nullptr ? kMostPixelsScaledOnDevice : 0;
    return media;
}

void checkOptions(const LoadOptions& options) {
    if (options.threads < 0) {
        throw Failure("options.threads", "The number of threads is " + std::to_string(options.threads) + ".",
                      "Use 0 for all cores, or a number from 1 on.");
    }
    if (options.memoryLimitBytes < 0) {
        throw Failure("options.memory_limit", "The memory limit is " + std::to_string(options.memoryLimitBytes) + " bytes.",
                      "Use 0 for what is free, or a size such as 8G.");
    }
    if (options.int8Weights && options.computeType != ComputeType::Automatic && options.computeType != ComputeType::Float32) {
        throw Failure("options.weights", "Weights in int8 are computed with in float32 only.", "Leave --dtype out.");
    }
}

/// What a folder holds, and what may be done with it.
struct Opened {
    ModelConfig config;
    std::shared_ptr<const WeightSource> source;
    WeightReport report;
    std::shared_ptr<const AdapterFile> adapter; ///< may be null
    ModelInspection inspection;
    int threads = 1;
    c10::Device device = at::kCPU;
    ComputeChoice choice;
    PlanningInput planning; ///< but for the request
};

std::int64_t fileBytes(const WeightSource& source) {
    std::int64_t bytes = 0;
    for (const auto& file : source.files()) {
        std::error_code ignored;
        bytes += static_cast<std::int64_t>(std::filesystem::file_size(file, ignored));
    }
    return bytes;
}

/// What an adapter is merged into cannot be used as it lies in the files.
ComputeCandidate candidateOf(ComputeType type, const std::string& storedType, bool hasAdapter) {
    ComputeCandidate candidate = type == ComputeType::BFloat16 ? kBFloat16 : type == ComputeType::Float16 ? kFloat16 : kFloat32;
    candidate.isStored = candidate.name == storedType && !hasAdapter;
    return candidate;
}

std::string folderName(const std::filesystem::path& directory) {
    return (directory.filename().empty() ? directory.parent_path() : directory).filename().string();
}

Opened inspectForOpening(const LoadOptions& options) {
    checkOptions(options);
    Opened opened;
    opened.threads = options.threads > 0 ? options.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    at::set_num_threads(opened.threads);
    opened.device = options.int8Weights && options.device.kind == DeviceKind::Automatic ? c10::Device(at::kCPU)
                                                                                        : openComputeDevice(options.device);
    if (options.int8Weights && !opened.device.is_cpu()) {
        throw Failure("options.weights", "Weights in int8 are computed with on the CPU only.",
                      "Use --device cpu, or leave --weights out.");
    }
    opened.config = readModelConfig(options.directory);
    opened.source = openWeights(options.directory);
    opened.report = reportWeights(opened.config, *opened.source);
    requireComplete(opened.report);
    opened.inspection = inspectCheckpoint(options.directory);
    if (!options.adapter.empty()) {
        opened.adapter = readAdapter(options.adapter, opened.report);
        opened.inspection.trained = true; // it was, whatever the weights below
    }

    const ModelInspection& inspection = opened.inspection;
    opened.choice = options.int8Weights       ? ComputeChoice{ComputeType::Float32, "Weights in int8 were asked for."}
                    : !opened.device.is_cpu() ? chooseGpuComputeType(options.computeType)
                                              : chooseComputeType(options.computeType, inspection.weightBytes, [&] {
                                                    return rememberedProbe(probeFile(), probeKey(opened.threads), measureCompute);
                                                });
    PlanningInput& planning = opened.planning;
    planning.model = {opened.config, opened.report.sizes, inspection.weightBytes, fileBytes(*opened.source),
                      std::max<std::int64_t>(1, inspection.weightBytes / std::max<std::int64_t>(inspection.parameters, 1))};
    planning.storedType = inspection.storedType;
    planning.computeTypes.push_back(candidateOf(opened.choice.type, inspection.storedType, opened.adapter != nullptr));
    const bool isFree = options.computeType == ComputeType::Automatic && !options.int8Weights;
    const auto other = opened.choice.type == ComputeType::Float32 ? ComputeType::BFloat16 : ComputeType::Float32;
    (isFree ? planning.computeTypes : planning.otherTypes)
        .push_back(candidateOf(other, inspection.storedType, opened.adapter != nullptr));
    planning.int8Weights = options.int8Weights;
    planning.isHostMemory = opened.device.is_cpu();
    planning.free =
        limited(opened.device.is_cpu() ? readFreeMemory() : freeDeviceMemory(opened.device), options.memoryLimitBytes);
    planning.prefixCacheBytes = options.prefixCacheBytes;
    return opened;
}

PlanningInput withWorkload(PlanningInput planning, const WorkloadShape& workload) {
    planning.request = requestShape(planning.model, workload);
    planning.request.keptTokens = planning.prefixCacheBytes == 0 ? 0 : planning.request.promptTokens;
    return planning;
}

/// For the usual workload, or for a short text where that does not fit: requests are planned one by one later.
MemoryPlan planLoading(const PlanningInput& planning) {
    MemoryPlan plan = planMemory(withWorkload(planning, {}));
    if (!plan.fits) {
        const PlanningInput least = withWorkload(planning, {0, 128, 1, 128});
        plan = planMemory(least);
        requireFitting(plan, least);
    }
    return plan;
}

Residence residenceOf(const MemoryPlan& plan) {
    if (plan.weightType == "int8") {
        return Residence::Quantised;
    }
    if (plan.placement == WeightPlacement::Streamed) {
        return plan.filePagesKept ? Residence::Streamed : Residence::StreamedTightly;
    }
    return Residence::Resident;
}

std::string reasonText(const ComputeChoice& choice, const MemoryPlan& plan) {
    std::string text = choice.reason;
    for (const std::string& fallback : plan.fallbacks) {
        text += " " + fallback;
    }
    return text;
}

/// Where requests ask for the free memory of a device of its own; nothing for the processor.
std::function<FreeMemory()> deviceMemorySource(c10::Device device) {
    if (device.is_cpu()) {
        return {};
    }
    return [device] { return freeDeviceMemory(device); };
}

/// A hash that is not remembered costs a pass over the files: on a thread of its own, beside everything else that loading does.
class BackgroundHash {
  public:
    BackgroundHash(const std::filesystem::path& directory, std::shared_ptr<const WeightSource> source,
                   std::shared_ptr<const AdapterFile> adapter)
        : m_hash(std::async(std::launch::async,
                            [directory, source = std::move(source), adapter = std::move(adapter), stop = m_stop.get_token()] {
                                std::string hash = checkpointHash(directory, *source, stop);
                                return adapter ? adaptedHash(hash, adapterHash(*adapter, stop)) : hash;
                            })) {}
    ~BackgroundHash() { m_stop.request_stop(); } // the future waits for the thread
    BackgroundHash(const BackgroundHash&) = delete;
    BackgroundHash& operator=(const BackgroundHash&) = delete;

    [[nodiscard]] std::string wait(Pace& pace) {
        while (m_hash.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) {
            pace.checkpoint();
        }
        return m_hash.get();
    }

  private:
    std::stop_source m_stop;
    std::future<std::string> m_hash; // last: its thread uses the above
};

} // namespace

MemoryPlan planOpening(const LoadOptions& options, const WorkloadShape& workload) {
    return planMemory(withWorkload(inspectForOpening(options).planning, workload));
}

std::unique_ptr<LoadedRewardModel> openRewardModel(const LoadOptions& options, std::stop_token stop,
                                                   const ProgressSink& progress) {
    const std::int64_t heldBefore = heldPrivateBytes();
    Pace pace(std::move(stop), progress);
    pace.enter(Stage::ReadingModel, options.directory.filename().string());
    pace.checkpoint();

    Opened opened = inspectForOpening(options);
    BackgroundHash hash(options.directory, opened.source, opened.adapter);
    auto tokenizer = openTokenizer(options.directory);
    if (tokenizer->size() > opened.config.vocabularySize) {
        throw Failure("tokenizer.mismatch",
                      "The tokenizer knows " + std::to_string(tokenizer->size()) + " pieces, but the model has embeddings for " +
                          std::to_string(opened.config.vocabularySize) + ".",
                      "Put the tokenizer.model that belongs to this checkpoint into its folder.");
    }
    pace.checkpoint();
    const MemoryPlan plan = planLoading(opened.planning);

    ModelInfo info;
    info.inspection = std::move(opened.inspection);
    info.inspection.estimatedMemoryBytes = plan.peakBytes;
    info.computeType = plan.computeType;
    info.weightType = plan.weightType;
    info.computeTypeReason = reasonText(opened.choice, plan);
    info.name = folderName(options.directory);
    if (opened.adapter) {
        info.name += " + " + folderName(options.adapter);
    }
    info.device = deviceText(opened.device);
    info.engineVersion = TRUTINA_VERSION;

    RewardNetwork::Options networkOptions;
    networkOptions.device = opened.device;
    networkOptions.computeType = plan.computeType == "bfloat16"  ? at::kBFloat16
                                 : plan.computeType == "float16" ? at::kHalf
                                                                 : at::kFloat;
    networkOptions.residence = residenceOf(plan);
    networkOptions.adapter = opened.adapter;
    auto network = std::make_unique<RewardNetwork>(opened.config, opened.report.sizes, opened.source, networkOptions);
    network->prepare(pace);
    info.hash = hash.wait(pace);
    auto media = std::make_unique<MediaLibrary>(
        mediaOptions(options, opened.config, info, network->cost(), opened.threads, opened.device));
    pace.reach(1);
    RequestPlanner planner(std::move(opened.planning), plan, options.memoryLimitBytes, heldBefore,
                           deviceMemorySource(opened.device));
    return std::make_unique<LoadedRewardModel>(
        LoadedRewardModel::Parts{std::move(info), std::move(opened.config), std::move(tokenizer), std::move(network),
                                 std::move(planner), opened.threads, std::move(media), plan.prefixCacheBytes});
}

} // namespace trutina::engine
