// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/engine_facade.h"

#include "engine/cache/feature_folder.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/media/media_reader.h"
#include "engine/media/video_player.h"
#include "engine/model/model_merge.h"
#include "engine/runtime/device/cuda_plugin_library.h"
#include "engine/runtime/memory/machine_memory.h"
#include "engine/scoring/compute_choice.h"
#include "engine/scoring/error_border.h"
#include "engine/scoring/model_opening.h"
#include "engine/scoring/text_encoder.h"
#include "engine/training/training_plan.h"
#include "engine/training/training_run.h"

#include <ATen/Parallel.h>
#include <unistd.h>

#include <thread>
#include <utility>

namespace trutina::engine {

namespace {

/// Frames are asked for long after openVideo() returned; that is a border, too.
class BorderedVideo final : public VideoFrames {
  public:
    explicit BorderedVideo(std::unique_ptr<VideoFrames> video) : m_video(std::move(video)) {}
    [[nodiscard]] const VideoFacts& facts() const override { return m_video->facts(); }
    [[nodiscard]] VideoFrame frame(std::int64_t number, int maxWidth, int maxHeight) override {
        return atBorder([&] { return m_video->frame(number, maxWidth, maxHeight); });
    }

  private:
    std::unique_ptr<VideoFrames> m_video;
};

} // namespace

std::string EngineFacade::version() const {
    return TRUTINA_VERSION;
}

std::vector<DeviceInfo> EngineFacade::devices() const {
    DeviceInfo cpu;
    cpu.choice.kind = DeviceKind::Cpu;
    cpu.name = processorName() + ", " + std::to_string(std::max(1U, std::thread::hardware_concurrency())) + " threads";
    cpu.available = true;
    cpu.memoryBytes = static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGE_SIZE);
    cpu.freeBytes = availableMemoryBytes();
    std::vector<DeviceInfo> all{cpu};
    for (DeviceInfo& cuda : listCudaDevices()) {
        all.push_back(std::move(cuda));
    }
    return all;
}

ComputeRates EngineFacade::computeRates(int threads) const {
    at::set_num_threads(threads > 0 ? threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
    const ComputeProbe probe = measureCompute();
    return {probe.float32, probe.bfloat16};
}

ModelInspection EngineFacade::inspectModel(const std::filesystem::path& directory) const {
    return atBorder([&] {
        auto inspection = inspectCheckpoint(directory);
        if (inspection.isComplete()) {
            LoadOptions options;
            options.directory = directory;
            options.device = {DeviceKind::Cpu, 0}; // as estimatedMemoryBytes says
            inspection.estimatedMemoryBytes = planOpening(options, {}).peakBytes;
        }
        return inspection;
    });
}

MediaInspection EngineFacade::inspectMedia(const std::filesystem::path& file, const MediaInspectionOptions& options) const {
    return atBorder([&] { return inspectMediaFile(file, options); });
}

std::unique_ptr<TextEncoder> EngineFacade::loadTextEncoder(const std::filesystem::path& file) const {
    return atBorder(
        [&]() -> std::unique_ptr<TextEncoder> { return std::make_unique<SentencePieceEncoder>(openTokenizer(file)); });
}

MemoryPlan EngineFacade::planMemory(const LoadOptions& options, const WorkloadShape& workload) const {
    return atBorder([&] { return planOpening(options, workload); });
}

std::unique_ptr<VideoFrames> EngineFacade::openVideo(const std::filesystem::path& file) const {
    return atBorder([&]() -> std::unique_ptr<VideoFrames> { return std::make_unique<BorderedVideo>(openVideoFrames(file)); });
}

CacheUse EngineFacade::featureCache(const std::filesystem::path& directory) const {
    return featureFolderUse(directory.empty() ? defaultFeatureFolder() : directory);
}

void EngineFacade::clearFeatureCache(const std::filesystem::path& directory) const {
    clearFeatureFolder(directory.empty() ? defaultFeatureFolder() : directory);
}

TrainingSummary EngineFacade::train(const TrainingJob& job, const TrainingData& data, std::stop_token stop,
                                    const TrainingSink& report) const {
    return atTrainingBorder([&] { return runTraining(job, data, std::move(stop), report); });
}

TrainingMemory EngineFacade::planTraining(const TrainingJob& job, const TrainingData& data) const {
    return atBorder([&] { return planTrainingRun(job, data); });
}

MergeSummary EngineFacade::mergeAdapter(const LoadOptions& base, const std::filesystem::path& output, std::stop_token stop,
                                        const ProgressSink& progress) const {
    return atBorder([&] {
        Pace pace(std::move(stop), progress);
        return writeMergedModel(base, output, pace);
    });
}

std::unique_ptr<RewardModel> EngineFacade::loadModel(const LoadOptions& options, std::stop_token stop,
                                                     const ProgressSink& progress) const {
    return atBorder([&]() -> std::unique_ptr<RewardModel> { return openRewardModel(options, std::move(stop), progress); });
}

} // namespace trutina::engine
