// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_facts.h"

#include "ui/models/wording.h"

#include <utility>

namespace trutina::ui {

ModelFacts::ModelFacts(engine::ModelInspection inspection) : m_inspection(std::move(inspection)) {}

QList<ModelFacts::Fact> ModelFacts::facts() const {
    const auto& m = m_inspection;
    QList<Fact> facts;
    facts.append({tr("Architecture"), QString::fromStdString(m.architecture)});
    facts.append({tr("Parameters"), Wording::count(m.parameters)});
    facts.append({tr("Weights"), tr("%1 in %n file(s), stored as %2", nullptr, static_cast<int>(m.shards.size()))
                                     .arg(Wording::bytes(m.weightBytes), QString::fromStdString(m.storedType))});
    facts.append({tr("Decoder"), tr("%1 layers, width %2, %3 heads (%4 for keys and values), adapter rank %5")
                                     .arg(m.layers)
                                     .arg(m.hiddenSize)
                                     .arg(m.heads)
                                     .arg(m.keyValueHeads)
                                     .arg(m.partialLoraRank)});
    facts.append(
        {tr("Vision"), tr("%1 layers, width %2, tiles of %3 pixels").arg(m.visionLayers).arg(m.visionWidth).arg(m.tileSize)});
    facts.append({tr("Vocabulary"), tr("%1 pieces").arg(Wording::count(m.vocabularySize))});
    if (m.maxPositions > 0) {
        facts.append({tr("Longest text"), tr("%1 tokens before stretching").arg(Wording::count(m.maxPositions))});
    }
    if (m.ignoredTensors > 0) {
        QStringList families;
        for (const auto& family : m.ignoredFamilies) {
            families.append(QString::fromStdString(family));
        }
        facts.append({tr("Left out"), tr("%n tensor(s) that this model does not use: %1", nullptr, m.ignoredTensors)
                                          .arg(families.join(QStringLiteral(", ")))});
    }
    return facts;
}

QStringList ModelFacts::missing() const {
    QStringList lines;
    for (const auto& name : m_inspection.missing) {
        lines.append(QString::fromStdString(name));
    }
    for (const auto& mismatch : m_inspection.misshapen) {
        lines.append(tr("%1: %2 expected, %3 found")
                         .arg(QString::fromStdString(mismatch.name), shape(mismatch.expected), shape(mismatch.found)));
    }
    return lines;
}

QStringList ModelFacts::unexpected() const {
    QStringList lines;
    for (const auto& name : m_inspection.unexpected) {
        lines.append(QString::fromStdString(name));
    }
    return lines;
}

QString ModelFacts::verdict() const {
    const auto lacking = static_cast<int>(m_inspection.missing.size());
    const auto misshapen = static_cast<int>(m_inspection.misshapen.size());
    if (lacking > 0) {
        return tr("It lacks %n tensor(s) and cannot be loaded. Copy the whole folder again.", nullptr, lacking);
    }
    if (misshapen > 0) {
        return tr("It holds %n tensor(s) of another shape than config.json says and cannot be loaded.", nullptr, misshapen);
    }
    return tr("It is complete: %n tensor(s), all of the right shape.", nullptr, m_inspection.tensors);
}

ModelFacts::Fit ModelFacts::fit(qint64 freeBytes) const {
    const qint64 needed = m_inspection.estimatedMemoryBytes;
    if (needed <= 0 || freeBytes <= 0) {
        return Fit::Unknown;
    }
    if (needed > freeBytes) {
        return Fit::TooBig;
    }
    // The estimate is for one picture; longer items need more.
    constexpr qint64 kReserveDivisor = 5;
    return needed + needed / kReserveDivisor > freeBytes ? Fit::Tight : Fit::Fits;
}

QString ModelFacts::fitSentence(qint64 freeBytes) const {
    const QString needed = Wording::bytes(m_inspection.estimatedMemoryBytes);
    const QString free = Wording::bytes(freeBytes);
    switch (fit(freeBytes)) {
    case Fit::Unknown:
        return tr("How much memory it needs is not known here.");
    case Fit::Fits:
        return tr("Needs about %1 of memory; %2 are free.").arg(needed, free);
    case Fit::Tight:
        return tr("Needs about %1 of memory; %2 are free. Long items may not fit.").arg(needed, free);
    case Fit::TooBig:
        return tr("Needs about %1 of memory, but only %2 are free. Close other programs or choose a smaller type.")
            .arg(needed, free);
    }
    return {};
}

QString ModelFacts::shape(const std::vector<std::int64_t>& shape) {
    QStringList sizes;
    for (const auto size : shape) {
        sizes.append(QString::number(size));
    }
    return sizes.isEmpty() ? tr("a single number") : sizes.join(QStringLiteral(" × "));
}

QString ModelFacts::untrainedNotice() {
    return tr("Random test weights: scores mean nothing.");
}

} // namespace trutina::ui
