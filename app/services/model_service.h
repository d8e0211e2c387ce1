// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"
#include "app/services/engine_session.h"
#include "app/services/guarded_reply.h"
#include "app/services/job_board.h"
#include "ui/contracts/model_desk.h"

#include <memory>
#include <optional>

namespace trutina::services {

/// Loads the reward model on the engine thread; answers short questions on the inspection thread.
///
/// A new model replaces the old one: the old one is let go first, because two of them may not fit. A folder that cannot hold a
/// model is noticed before that, and the old one stays. Threads: a GUI-thread object.
class ModelService : public contracts::ModelDesk {
    Q_OBJECT
  public:
    /// Session and board must outlive it; the session may be shut down before.
    ModelService(EngineSession& session, JobBoard& board, QObject* parent = nullptr);
    ~ModelService() override;

    [[nodiscard]] contracts::ModelState state() const override { return m_state; }
    [[nodiscard]] std::optional<engine::ModelInfo> model() const override { return m_model; }
    [[nodiscard]] std::optional<engine::LoadOptions> loadedFrom() const override { return m_loadedFrom; }
    [[nodiscard]] std::optional<engine::MemoryPlan> plan() const override { return m_plan; }
    [[nodiscard]] std::optional<contracts::Problem> problem() const override { return m_problem; }

    contracts::JobId load(const engine::LoadOptions& options, QObject* guard, contracts::Reply<engine::ModelInfo> reply) override;
    void unload() override;
    void inspect(const QString& directory, QObject* guard, contracts::Reply<engine::ModelInspection> reply) override;
    void devices(QObject* guard, contracts::Reply<std::vector<engine::DeviceInfo>> reply) override;
    void planMemory(const engine::LoadOptions& options, const engine::WorkloadShape& workload, QObject* guard,
                    contracts::Reply<engine::MemoryPlan> reply) override;
    void inspectMedia(const QString& file, int hdNum, QObject* guard, contracts::Reply<engine::MediaInspection> reply) override;
    void cacheSizes(QObject* guard, contracts::Reply<contracts::CacheSizes> reply) override;
    void setPrefixCacheBudget(qint64 bytes) override;
    void emptyPrefixCache(QObject* guard, contracts::Reply<contracts::Nothing> reply) override;
    void emptyFeatureCache(QObject* guard, contracts::Reply<contracts::Nothing> reply) override;

  private:
    /// A model and what is known of it.
    struct Known {
        engine::ModelInfo info;
        engine::MemoryPlan plan;
        engine::LoadOptions options;
    };
    void setState(contracts::ModelState state, const std::optional<Known>& known, std::optional<contracts::Problem> problem);
    template <typename T>
    void withModel(std::function<T(engine::RewardModel*)> question, QObject* guard, contracts::Reply<T> reply);
    template <typename T>
    void ask(std::function<T(engine::Engine&)> question, QObject* guard, contracts::Reply<T> reply);

    EngineSession& m_session;
    JobBoard& m_board;

    // Owned by the GUI thread.
    contracts::ModelState m_state = contracts::ModelState::None;
    std::optional<engine::ModelInfo> m_model;
    std::optional<engine::MemoryPlan> m_plan;
    std::optional<engine::LoadOptions> m_loadedFrom;
    std::filesystem::path m_featureFolder; ///< of the latest load
    std::optional<contracts::Problem> m_problem;
    contracts::JobId m_loading = 0; ///< the latest load; the end of an older one changes nothing

    // Shared.
    std::shared_ptr<Courier> m_courier = std::make_shared<Courier>();
};

} // namespace trutina::services
