// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/engine_library.h"
#include "engine/runtime/job_queue.h"

#include <memory>
#include <mutex>
#include <utility>

namespace trutina::services {

/// The engine as the services share it: its worker threads, the library, and the one loaded model.
///
/// Threads: jobs(), inspections() and engine() from any; what concerns the model only in a job of jobs().
class EngineSession {
  public:
    explicit EngineSession(EngineSource source);
    ~EngineSession();
    EngineSession(const EngineSession&) = delete;
    EngineSession& operator=(const EngineSession&) = delete;

    /// The engine thread: loading and scoring, one after another.
    [[nodiscard]] engine::JobQueue& jobs() { return m_jobs; }
    /// A second thread for short questions (what is in this folder, which devices are there), so that they do not wait for
    /// scores.
    [[nodiscard]] engine::JobQueue& inspections() { return m_inspections; }

    /// Opens the library at the first call and again after a failure. Takes its time; throws Failure.
    [[nodiscard]] std::shared_ptr<engine::Engine> engine();

    [[nodiscard]] std::shared_ptr<engine::RewardModel> model() const { return m_model; }     ///< null when none is loaded
    [[nodiscard]] const engine::LoadOptions& modelOptions() const { return m_modelOptions; } ///< of the loaded model
    void setModel(std::shared_ptr<engine::RewardModel> model, engine::LoadOptions options = {}) {
        m_model = std::move(model);
        m_modelOptions = std::move(options);
    }

    /// Stops and joins both threads and lets go of the model. Afterwards every job is refused.
    void shutdown();

  private:
    const EngineSource m_source;

    // Guarded by m_opening.
    std::mutex m_opening;
    std::shared_ptr<engine::Engine> m_engine;

    // Owned by the engine thread.
    std::shared_ptr<engine::RewardModel> m_model;
    engine::LoadOptions m_modelOptions;

    // Last: their threads use all of the above.
    engine::JobQueue m_jobs;
    engine::JobQueue m_inspections;
};

} // namespace trutina::services
