// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/headless.h"

#include "app/services/error_translation.h"
#include "app/services/scoring_request.h"

#include <exception>
#include <utility>

namespace trutina::services {

using contracts::Outcome;

Headless::Headless(EngineSource source) : m_source(std::move(source)) {}

Outcome<engine::ModelInfo> Headless::loadModel(const engine::LoadOptions& options, const std::stop_token& stop,
                                               const engine::ProgressSink& progress) {
    return outcomeOf<engine::ModelInfo>([&] {
        m_model.reset();
        m_model = engine().loadModel(
            options, stop, progress ? progress : [](const engine::Progress&) {});
        return m_model->info();
    });
}

Outcome<engine::ScoreResult> Headless::score(const engine::ScoreRequest& request, const std::stop_token& stop,
                                             const engine::ProgressSink& progress) {
    return outcomeOf<engine::ScoreResult>([&] {
        return model().score(
            request, stop, progress ? progress : [](const engine::Progress&) {});
    });
}

Outcome<engine::ProbeResult> Headless::probe(const engine::ProbeRequest& request, const std::stop_token& stop,
                                             const engine::ProgressSink& progress) {
    return outcomeOf<engine::ProbeResult>([&] {
        return model().probe(
            request, stop, progress ? progress : [](const engine::Progress&) {});
    });
}

Outcome<contracts::Nothing> Headless::scoreAll(const engine::RequestSource& source, const engine::OutcomeSink& sink,
                                               const engine::BatchOptions& options, const std::stop_token& stop,
                                               const engine::ProgressSink& progress) {
    std::exception_ptr thrown;
    const auto guarded = [&thrown](const auto& call) {
        try {
            return call();
        } catch (const engine::Failure&) {
            throw;
        } catch (...) {
            thrown = std::current_exception();
            throw engine::Cancelled(); // the engine need not know what it is
        }
    };
    auto outcome = outcomeOf<contracts::Nothing>([&] {
        model().scoreAll([&] { return guarded(source); },
                         [&](engine::RequestOutcome one) { guarded([&] { sink(std::move(one)); }); }, options, stop,
                         progress ? progress : [](const engine::Progress&) {});
    });
    if (thrown) {
        std::rethrow_exception(thrown);
    }
    return outcome;
}

Outcome<engine::TokenSequence> Headless::sequence(const engine::ScoreRequest& request) {
    return outcomeOf<engine::TokenSequence>([&] { return model().sequence(request); });
}

Outcome<std::shared_ptr<engine::TextEncoder>> Headless::loadTextEncoder(const std::filesystem::path& file) {
    return outcomeOf<std::shared_ptr<engine::TextEncoder>>(
        [&] { return std::shared_ptr<engine::TextEncoder>(engine().loadTextEncoder(file)); });
}

Outcome<std::vector<engine::DeviceInfo>> Headless::devices() {
    return outcomeOf<std::vector<engine::DeviceInfo>>([&] { return engine().devices(); });
}

Outcome<engine::ComputeRates> Headless::computeRates(int threads) {
    return outcomeOf<engine::ComputeRates>([&] { return engine().computeRates(threads); });
}

Outcome<engine::ModelInspection> Headless::inspectModel(const std::filesystem::path& directory) {
    return outcomeOf<engine::ModelInspection>([&] { return engine().inspectModel(directory); });
}

Outcome<engine::MemoryPlan> Headless::planMemory(const engine::LoadOptions& options, const engine::WorkloadShape& workload) {
    return outcomeOf<engine::MemoryPlan>([&] { return engine().planMemory(options, workload); });
}

Outcome<engine::MediaInspection> Headless::inspectMedia(const std::filesystem::path& file,
                                                        const engine::MediaInspectionOptions& options) {
    return outcomeOf<engine::MediaInspection>([&] { return engine().inspectMedia(file, options); });
}

Outcome<engine::TrainingSummary> Headless::train(const engine::TrainingJob& job, const engine::TrainingData& data,
                                                 const std::stop_token& stop, const engine::TrainingSink& report) {
    return outcomeOf<engine::TrainingSummary>([&] { return engine().train(job, data, stop, report); });
}

Outcome<engine::TrainingMemory> Headless::planTraining(const engine::TrainingJob& job, const engine::TrainingData& data) {
    return outcomeOf<engine::TrainingMemory>([&] { return engine().planTraining(job, data); });
}

Outcome<engine::MergeSummary> Headless::mergeAdapter(const engine::LoadOptions& base, const std::filesystem::path& output,
                                                     const std::stop_token& stop, const engine::ProgressSink& progress) {
    return outcomeOf<engine::MergeSummary>([&] { return engine().mergeAdapter(base, output, stop, progress); });
}

engine::Engine& Headless::engine() {
    if (!m_engine) {
        m_engine = m_source();
    }
    return *m_engine;
}

engine::RewardModel& Headless::model() {
    if (!m_model) {
        throw engine::Failure("model.none", "No reward model is loaded.", "Choose a model folder with --model.");
    }
    return *m_model;
}

engine::Conversation conversationOf(const storage::ConversationRecord& record) {
    storage::requireMedia(record, storage::FrameFolders::Allowed);
    engine::Conversation conversation;
    conversation.messages = messagesOf(record.messages);
    conversation.media = mediaOf(record.media);
    for (const storage::NewCandidate& candidate : record.candidates) {
        conversation.candidates.push_back({messagesOf(candidate.turns), mediaOf(candidate.media)});
    }
    return conversation;
}

} // namespace trutina::services
