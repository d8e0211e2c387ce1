// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/media_info.h"
#include "engine/api/model_info.h"
#include "ui/contracts/outcome.h"
#include "ui/contracts/scoring_desk.h"

#include <QObject>

#include <optional>
#include <vector>

namespace trutina::contracts {

enum class ModelState { None, Loading, Ready, Failed };

/// Chooses, inspects, loads and unloads the reward model. Threads: as ScoringDesk.
class ModelDesk : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    [[nodiscard]] virtual ModelState state() const = 0;
    [[nodiscard]] virtual std::optional<engine::ModelInfo> model() const = 0; ///< when Ready
    [[nodiscard]] virtual std::optional<Problem> problem() const = 0;         ///< when Failed

    virtual JobId load(const engine::LoadOptions& options, QObject* guard, Reply<engine::ModelInfo> reply) = 0;
    virtual void unload() = 0;
    virtual void inspect(const QString& directory, QObject* guard, Reply<engine::ModelInspection> reply) = 0;
    virtual void devices(QObject* guard, Reply<std::vector<engine::DeviceInfo>> reply) = 0;
    virtual void inspectMedia(const QString& file, int hdNum, QObject* guard, Reply<engine::MediaInspection> reply) = 0;

  Q_SIGNALS:
    void stateChanged(trutina::contracts::ModelState state);
};

} // namespace trutina::contracts
