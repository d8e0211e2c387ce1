// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/training_desk.h"

#include <QCoreApplication>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace trutina::ui {

/// What a user fills in before a run: the data, the base model, the recipe and the output folder. Begins with the recipe of the
/// authors' scripts.
class TrainingForm {
    Q_DECLARE_TR_FUNCTIONS(trutina::ui::TrainingForm)
  public:
    enum class Field {
        LearningRate,
        Steps,
        PairsPerBatch,
        AccumulatedBatches,
        LoraRank,
        LoraAlpha,
        Dropout,
        MaxLength,
        HeldOutShare,
        LengthRatio,
        Seed,
        WarmupRatio,
        WeightDecay,
        MaxGradientNorm,
        Tiles,
        GenerationWeight,
        EvaluateEvery,
        CheckpointEvery,
    };
    struct Spec {
        Field field = Field::Steps;
        QString label;
        QString explanation; ///< one plain line
        bool isInteger = true;
        double least = 0;
        double most = 0;
        bool forAdaptersOnly = false;
        bool isRare = false; ///< under "More"
    };

    TrainingForm();

    [[nodiscard]] static const QList<Spec>& specs();
    [[nodiscard]] static const Spec& spec(Field field);
    [[nodiscard]] QString text(Field field) const; ///< as it was typed, or "1e-05"
    void setText(Field field, const QString& text);
    [[nodiscard]] double value(Field field) const; ///< of a text that is no number: not a number

    bool usesProject = true;
    QStringList files;
    QString base; ///< model folder
    engine::TrainingMode mode = engine::TrainingMode::Lora;
    bool trainHead = false;
    QString output; ///< folder

    /// What stands against starting, as sentences; empty when all is well.
    [[nodiscard]] QStringList problems() const;
    [[nodiscard]] contracts::TrainingChoice choice() const;
    void take(const contracts::TrainingChoice& choice); ///< of an earlier run

    /// A folder for the next run that is not there yet: beside the project, or in `home` without one.
    [[nodiscard]] static QString suggestedOutput(const QString& projectFile, const QString& home);

  private:
    void setValue(Field field, double value);

    QMap<Field, QString> m_texts;
};

} // namespace trutina::ui
