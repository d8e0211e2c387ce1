// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/training_desk.h"
#include "ui/models/plan_facts.h"

#include <QCoreApplication>
#include <QList>
#include <QString>

namespace trutina::ui {

/// A training run in words.
class TrainingWords {
    Q_DECLARE_TR_FUNCTIONS(trutina::ui::TrainingWords)
  public:
    [[nodiscard]] static QString state(contracts::TrainingState state, const contracts::TrainingRun& run); ///< a headline
    [[nodiscard]] static QString detail(contracts::TrainingState state,
                                        const contracts::TrainingRun& run); ///< what follows from it
    [[nodiscard]] static QString pace(const contracts::TrainingRun& run);   ///< "310 tokens/s · 2 min left"
    [[nodiscard]] static QString data(const contracts::TrainingDataFacts& facts);
    [[nodiscard]] static QString leftOut(const contracts::TrainingDataFacts& facts); ///< empty when nothing was
    [[nodiscard]] static QList<PlanFacts::Part> parts(const contracts::TrainingMemory& memory);
    [[nodiscard]] static QString memory(const contracts::TrainingMemory& memory);
    /// Whether the result is better on the held-out pairs; empty without them.
    [[nodiscard]] static QString verdict(const contracts::TrainingRun& run);
};

} // namespace trutina::ui
