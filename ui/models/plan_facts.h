// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/memory.h"
#include "ui/models/model_facts.h"

#include <QCoreApplication>
#include <QList>
#include <QString>
#include <QStringList>

namespace trutina::ui {

/// What a memory plan says, in words.
class PlanFacts {
    Q_DECLARE_TR_FUNCTIONS(trutina::ui::PlanFacts)
  public:
    explicit PlanFacts(engine::MemoryPlan plan);

    struct Part {
        QString name;
        qint64 bytes = 0;
    };
    /// Weights, keys and values, work: in this order, whatever their size. What is not needed at the same time counts once.
    [[nodiscard]] QList<Part> parts() const;
    [[nodiscard]] qint64 neededBytes() const { return m_plan.peakBytes; }
    [[nodiscard]] qint64 freeBytes() const { return m_plan.freeBytes; } ///< 0: unknown
    [[nodiscard]] bool fits() const { return m_plan.fits; }

    [[nodiscard]] QString verdict() const;               ///< "Needs about 13.2 GB; 22.1 GB are free."
    [[nodiscard]] QList<ModelFacts::Fact> facts() const; ///< what was chosen
    [[nodiscard]] QStringList fallbacks() const;         ///< what was reduced to fit, as sentences

    /// The largest item to plan for: one picture of the most tiles and four answers of usual length.
    [[nodiscard]] static engine::WorkloadShape workload(const engine::ModelInspection& inspection, int hdNum);

  private:
    engine::MemoryPlan m_plan;
};

} // namespace trutina::ui
