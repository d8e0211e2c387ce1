// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/media_info.h"
#include "engine/api/memory.h"
#include "engine/api/model_info.h"
#include "ui/contracts/outcome.h"
#include "ui/contracts/scoring_desk.h"

#include <QObject>

#include <optional>
#include <vector>

namespace trutina::contracts {

enum class ModelState { None, Loading, Ready, Failed };

/// What is kept so that it need not be computed again.
struct CacheSizes {
    std::optional<engine::CacheUse> prefixes; ///< in memory, of the loaded model; none without one
    engine::CacheUse features;                ///< image features on disk, of all models; its budget counts for the loaded model
};

/// Chooses, inspects, loads and unloads the reward model. Threads: as ScoringDesk.
class ModelDesk : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    [[nodiscard]] virtual ModelState state() const = 0;
    [[nodiscard]] virtual std::optional<engine::ModelInfo> model() const = 0;        ///< when Ready
    [[nodiscard]] virtual std::optional<engine::LoadOptions> loadedFrom() const = 0; ///< how it was asked for, when Ready
    [[nodiscard]] virtual std::optional<engine::MemoryPlan> plan() const = 0;        ///< of the loaded model, when Ready
    [[nodiscard]] virtual std::optional<Problem> problem() const = 0;                ///< when Failed

    virtual JobId load(const engine::LoadOptions& options, QObject* guard, Reply<engine::ModelInfo> reply) = 0;
    virtual void unload() = 0;
    virtual void inspect(const QString& directory, QObject* guard, Reply<engine::ModelInspection> reply) = 0;
    virtual void devices(QObject* guard, Reply<std::vector<engine::DeviceInfo>> reply) = 0;
    /// How a model would be loaded, and whether it fits; loads nothing.
    virtual void planMemory(const engine::LoadOptions& options, const engine::WorkloadShape& workload, QObject* guard,
                            Reply<engine::MemoryPlan> reply) = 0;
    virtual void inspectMedia(const QString& file, int hdNum, QObject* guard, Reply<engine::MediaInspection> reply) = 0;

    virtual void cacheSizes(QObject* guard, Reply<CacheSizes> reply) = 0;
    /// Of the loaded model, at once; what no longer fits is dropped. A negative budget changes nothing before the next load.
    virtual void setPrefixCacheBudget(qint64 bytes) = 0;
    virtual void emptyPrefixCache(QObject* guard, Reply<Nothing> reply) = 0;
    virtual void emptyFeatureCache(QObject* guard, Reply<Nothing> reply) = 0;

  Q_SIGNALS:
    void stateChanged(trutina::contracts::ModelState state);
};

} // namespace trutina::contracts
