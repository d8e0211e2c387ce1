// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/engine_library.h"
#include "engine/api/engine.h"
#include "storage/formats/conversation_record.h"
#include "ui/contracts/outcome.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace trutina::services {

/// The blocking twins of ModelService and ScoringService, for programs without an event loop: same engine, same translation of
/// errors. Threads: belongs to the thread that calls it. Nothing is opened before the first call that needs the engine.
class Headless {
  public:
    explicit Headless(EngineSource source = EngineLibrary::source());

    [[nodiscard]] contracts::Outcome<engine::ModelInfo> loadModel(const engine::LoadOptions& options, const std::stop_token& stop,
                                                                  const engine::ProgressSink& progress = {});
    /// How the model was loaded; null before loadModel().
    [[nodiscard]] const engine::MemoryPlan* plan() const { return m_model ? &m_model->plan() : nullptr; }
    /// After loadModel().
    [[nodiscard]] contracts::Outcome<engine::ScoreResult> score(const engine::ScoreRequest& request, const std::stop_token& stop,
                                                                const engine::ProgressSink& progress = {});
    /// After loadModel(). What source (but for engine::Failure, which is one request's) and sink throw ends the row and is thrown
    /// again.
    [[nodiscard]] contracts::Outcome<contracts::Nothing>
    scoreAll(const engine::RequestSource& source, const engine::OutcomeSink& sink, const engine::BatchOptions& options,
             const std::stop_token& stop, const engine::ProgressSink& progress = {});
    /// After loadModel().
    [[nodiscard]] contracts::Outcome<engine::ProbeResult> probe(const engine::ProbeRequest& request, const std::stop_token& stop,
                                                                const engine::ProgressSink& progress = {});
    /// After loadModel().
    [[nodiscard]] contracts::Outcome<engine::TokenSequence> sequence(const engine::ScoreRequest& request);

    [[nodiscard]] contracts::Outcome<std::shared_ptr<engine::TextEncoder>> loadTextEncoder(const std::filesystem::path& file);
    [[nodiscard]] contracts::Outcome<std::vector<engine::DeviceInfo>> devices();
    [[nodiscard]] contracts::Outcome<engine::ComputeRates> computeRates(int threads);
    [[nodiscard]] contracts::Outcome<engine::ModelInspection> inspectModel(const std::filesystem::path& directory);
    [[nodiscard]] contracts::Outcome<engine::MemoryPlan> planMemory(const engine::LoadOptions& options,
                                                                    const engine::WorkloadShape& workload);
    [[nodiscard]] contracts::Outcome<engine::MediaInspection> inspectMedia(const std::filesystem::path& file,
                                                                           const engine::MediaInspectionOptions& options);

    [[nodiscard]] contracts::Outcome<engine::TrainingSummary> train(const engine::TrainingJob& job,
                                                                    const engine::TrainingData& data, const std::stop_token& stop,
                                                                    const engine::TrainingSink& report);

    [[nodiscard]] contracts::Outcome<engine::TrainingMemory> planTraining(const engine::TrainingJob& job,
                                                                          const engine::TrainingData& data);
    [[nodiscard]] contracts::Outcome<engine::MergeSummary> mergeAdapter(const engine::LoadOptions& base,
                                                                        const std::filesystem::path& output,
                                                                        const std::stop_token& stop,
                                                                        const engine::ProgressSink& progress);

  private:
    [[nodiscard]] engine::Engine& engine();
    [[nodiscard]] engine::RewardModel& model();

    EngineSource m_source;
    std::shared_ptr<engine::Engine> m_engine;
    std::unique_ptr<engine::RewardModel> m_model;
};

/// The record as the engine takes it. Throws storage::Failure when a medium cannot be read.
[[nodiscard]] engine::Conversation conversationOf(const storage::ConversationRecord& record);

} // namespace trutina::services
