// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine.h"

namespace trutina::engine {

/// Everything that the engine library offers, behind one torch-free interface.
class EngineFacade final : public Engine {
  public:
    [[nodiscard]] std::string version() const override;
    [[nodiscard]] std::vector<DeviceInfo> devices() const override;
    [[nodiscard]] ComputeRates computeRates(int threads) const override;
    [[nodiscard]] ModelInspection inspectModel(const std::filesystem::path& directory) const override;
    [[nodiscard]] MediaInspection inspectMedia(const std::filesystem::path& file,
                                               const MediaInspectionOptions& options) const override;
    [[nodiscard]] std::unique_ptr<TextEncoder> loadTextEncoder(const std::filesystem::path& file) const override;
    [[nodiscard]] MemoryPlan planMemory(const LoadOptions& options, const WorkloadShape& workload) const override;
    [[nodiscard]] std::unique_ptr<VideoFrames> openVideo(const std::filesystem::path& file) const override;
    [[nodiscard]] CacheUse featureCache(const std::filesystem::path& directory) const override;
    void clearFeatureCache(const std::filesystem::path& directory) const override;
    [[nodiscard]] TrainingSummary train(const TrainingJob& job, const TrainingData& data, std::stop_token stop,
                                        const TrainingSink& report) const override;
    [[nodiscard]] TrainingMemory planTraining(const TrainingJob& job, const TrainingData& data) const override;
    [[nodiscard]] MergeSummary mergeAdapter(const LoadOptions& base, const std::filesystem::path& output, std::stop_token stop,
                                            const ProgressSink& progress) const override;
    [[nodiscard]] std::unique_ptr<RewardModel> loadModel(const LoadOptions& options, std::stop_token stop,
                                                         const ProgressSink& progress) const override;
};

} // namespace trutina::engine
