// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/plan_facts.h"

#include "ui/models/wording.h"

#include <algorithm>
#include <utility>

namespace trutina::ui {

namespace {
constexpr const char* kEightBits = "int8";
constexpr int kPromptText = 100; // tokens of a question beside its picture
} // namespace

PlanFacts::PlanFacts(engine::MemoryPlan plan) : m_plan(std::move(plan)) {}

QList<PlanFacts::Part> PlanFacts::parts() const {
    return {{tr("Weights"), m_plan.mappedBytes + m_plan.weightBytes},
            {tr("Keys and values"), m_plan.keyValueBytes},
            {tr("Work"), std::max(m_plan.activationBytes, m_plan.visionBytes) + m_plan.otherBytes}};
}

QString PlanFacts::verdict() const {
    const QString needed = Wording::bytes(m_plan.peakBytes);
    const QString free = Wording::bytes(m_plan.freeBytes);
    if (m_plan.freeBytes <= 0) {
        return tr("Needs about %1. How much is free is not known here.").arg(needed);
    }
    return m_plan.fits ? tr("Fits: it needs about %1; %2 are free.").arg(needed, free)
                       : tr("Does not fit: it needs about %1, but only %2 are free.").arg(needed, free);
}

QList<ModelFacts::Fact> PlanFacts::facts() const {
    QString placement;
    switch (m_plan.placement) {
    case engine::WeightPlacement::Mapped:
        placement = tr("used where they lie in the file");
        break;
    case engine::WeightPlacement::Converted:
        placement = tr("copied into memory once");
        break;
    case engine::WeightPlacement::Streamed:
        placement = tr("read from disk layer by layer: slow, but small");
        break;
    }
    QString weights = QString::fromStdString(m_plan.weightType);
    if (m_plan.weightType == kEightBits) {
        weights = tr("8 bits");
    }
    QList<ModelFacts::Fact> facts;
    facts.append({tr("Computes in"), QString::fromStdString(m_plan.computeType)});
    facts.append({tr("Weights"), weights.isEmpty() ? placement : tr("%1, %2").arg(weights, placement)});
    facts.append({tr("Answers at once"),
                  m_plan.parallelCandidates == 0 ? tr("all of an item") : QString::number(m_plan.parallelCandidates)});
    facts.append({tr("Tokens at once"), Wording::count(m_plan.rowsAtOnce)});
    if (m_plan.prefixCacheBytes > 0) {
        facts.append({tr("Kept prompts"), tr("up to %1").arg(Wording::bytes(m_plan.prefixCacheBytes))});
    }
    return facts;
}

QStringList PlanFacts::fallbacks() const {
    QStringList sentences;
    for (const std::string& sentence : m_plan.fallbacks) {
        sentences.append(QString::fromStdString(sentence));
    }
    return sentences;
}

engine::WorkloadShape PlanFacts::workload(const engine::ModelInspection& inspection, int hdNum) {
    engine::WorkloadShape shape;
    if (inspection.tileSize <= 0 || inspection.patchSize <= 0) {
        return shape;
    }
    // Four patches become one token, and each row of tokens ends with one more.
    const int side = inspection.tileSize / inspection.patchSize / 2;
    shape.visionTiles = hdNum + 1;
    shape.promptTokens = kPromptText + shape.visionTiles * side * (side + 1);
    return shape;
}

} // namespace trutina::ui
