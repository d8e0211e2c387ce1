// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/training_form.h"

#include "ui/contracts/file_path.h"

#include <QDir>
#include <QFileInfo>

#include <cmath>
#include <limits>

namespace trutina::ui {

using contracts::pathOf;

namespace {

using Field = TrainingForm::Field;

constexpr double kMostSteps = 10'000'000;
constexpr double kMostPairs = 4096;
constexpr double kMostBatches = 65536;
constexpr double kMostRank = 4096;
constexpr double kMostLength = 131072;
constexpr double kMostTiles = 64;
constexpr double kMostHeldOut = 0.9;
constexpr double kMostGenerationWeight = 1000;
constexpr double kMostDropout = 0.99;
constexpr double kLargestSeed = std::numeric_limits<int>::max();

} // namespace

const QList<TrainingForm::Spec>& TrainingForm::specs() {
    static const QList<Spec> list = {
        {Field::LearningRate, tr("Learning rate"),
         tr("How far each step moves the weights. 1e-5 suits the 7B model; small models learn with 1e-4 to 1e-3."), false, 1e-9,
         1},
        {Field::Steps, tr("Steps"), tr("How often the weights are moved. More steps see the pairs more often."), true, 1,
         kMostSteps},
        {Field::PairsPerBatch, tr("Pairs per batch"), tr("Pairs that are computed at once. More need more memory."), true, 1,
         kMostPairs},
        {Field::AccumulatedBatches, tr("Batches per step"),
         tr("Batches whose gradients are added before a step: steadier steps without more memory."), true, 1, kMostBatches},
        {Field::LoraRank, tr("Adapter rank"), tr("Size of the adapters. Larger ones can learn more and take more memory."), true,
         1, kMostRank, true},
        {Field::LoraAlpha, tr("Adapter alpha"), tr("How strongly an adapter counts: it is scaled by alpha over rank."), false,
         1e-3, 1e6, true},
        {Field::Dropout, tr("Dropout"), tr("Share of an adapter's inputs left out at random, against learning pairs by heart."),
         false, 0, kMostDropout},
        {Field::MaxLength, tr("Longest conversation"), tr("Tokens kept of each conversation. What is longer is cut at the end."),
         true, 1, kMostLength},
        {Field::HeldOutShare, tr("Held-out share"), tr("Share of prompts that are judged but not learnt from."), false, 0,
         kMostHeldOut},
        {Field::LengthRatio, tr("Length limit"),
         tr("Leaves out pairs whose chosen answer is so many times longer than the other. 0 keeps all."), false, 0, 1e6},
        {Field::Seed, tr("Seed"), tr("The same seed gives the same order, dropout and adapters again."), true, 0, kLargestSeed},
        {Field::WarmupRatio, tr("Warm-up"), tr("Share of the steps in which the learning rate rises to its peak."), false, 0, 1,
         false, true},
        {Field::WeightDecay, tr("Weight decay"), tr("Draws every trained weight a little towards zero."), false, 0, 10, false,
         true},
        {Field::MaxGradientNorm, tr("Gradient clipping"), tr("Longer gradients are shortened to this length."), false, 1e-6, 1e6,
         false, true},
        {Field::Tiles, tr("Most tiles"), tr("Parts into which a picture is cut. More see finer detail and take longer."), true, 1,
         kMostTiles, false, true},
        {Field::GenerationWeight, tr("Saying the answer"),
         tr("Adds learning to say the chosen answer. 0 as in the paper; 1 helps models that start from nothing."), false, 0,
         kMostGenerationWeight, false, true},
        {Field::EvaluateEvery, tr("Judge every"), tr("Steps between looks at the held-out pairs. 0 looks only at the end."), true,
         0, kMostSteps, false, true},
        {Field::CheckpointEvery, tr("Save every"), tr("Steps between checkpoints. 0 saves only when paused or stopped."), true, 0,
         kMostSteps, false, true},
    };
    return list;
}

const TrainingForm::Spec& TrainingForm::spec(Field field) {
    for (const Spec& one : specs()) {
        if (one.field == field) {
            return one;
        }
    }
    Q_UNREACHABLE();
}

TrainingForm::TrainingForm() {
    contracts::TrainingChoice recipe;
    recipe.job.recipe.mode = mode;
    take(recipe);
}

QString TrainingForm::text(Field field) const {
    return m_texts.value(field);
}

void TrainingForm::setText(Field field, const QString& text) {
    m_texts.insert(field, text.trimmed());
}

double TrainingForm::value(Field field) const {
    bool isNumber = false;
    const double number = m_texts.value(field).toDouble(&isNumber);
    return isNumber ? number : std::numeric_limits<double>::quiet_NaN();
}

void TrainingForm::setValue(Field field, double value) {
    m_texts.insert(field, spec(field).isInteger
                              ? QString::number(value, 'f', 0)
                              : QString::number(value, 'g', 6).replace(QLatin1String("e-0"), QLatin1String("e-")));
}

QStringList TrainingForm::problems() const {
    QStringList found;
    if (!usesProject && files.isEmpty()) {
        found << tr("Choose a file with preference pairs.");
    }
    if (base.isEmpty()) {
        found << tr("Choose a base model.");
    }
    for (const Spec& one : specs()) {
        if (one.forAdaptersOnly && mode == engine::TrainingMode::Full) {
            continue;
        }
        const double number = value(one.field);
        const bool isWhole = !one.isInteger || number == std::floor(number);
        if (!(number >= one.least && number <= one.most) || !isWhole) {
            found << (one.isInteger ? tr("%1 must be a whole number from %2 to %3.") : tr("%1 must be a number from %2 to %3."))
                         .arg(one.label, QString::number(one.least), QString::number(one.most, 'g', 10));
        }
    }
    if (output.isEmpty()) {
        found << tr("Choose an output folder.");
    }
    return found;
}

contracts::TrainingChoice TrainingForm::choice() const {
    contracts::TrainingChoice choice;
    choice.projectVotes = usesProject;
    choice.files = files;
    choice.heldOutShare = value(Field::HeldOutShare);
    choice.maxLengthRatio = value(Field::LengthRatio);
    engine::TrainingJob& job = choice.job;
    job.base.directory = pathOf(base);
    job.output = pathOf(output);
    job.steps = static_cast<std::int64_t>(value(Field::Steps));
    job.pairsPerBatch = static_cast<int>(value(Field::PairsPerBatch));
    job.accumulatedBatches = static_cast<int>(value(Field::AccumulatedBatches));
    job.evaluateEvery = static_cast<std::int64_t>(value(Field::EvaluateEvery));
    job.checkpointEvery = static_cast<std::int64_t>(value(Field::CheckpointEvery));
    engine::TrainingRecipe& recipe = job.recipe;
    recipe.mode = mode;
    recipe.trainHead = trainHead && mode == engine::TrainingMode::Lora;
    recipe.learningRate = value(Field::LearningRate);
    recipe.loraRank = static_cast<int>(value(Field::LoraRank));
    recipe.loraAlpha = value(Field::LoraAlpha);
    recipe.dropout = value(Field::Dropout);
    recipe.maxLength = static_cast<int>(value(Field::MaxLength));
    recipe.seed = static_cast<std::uint64_t>(value(Field::Seed));
    recipe.warmupRatio = value(Field::WarmupRatio);
    recipe.weightDecay = value(Field::WeightDecay);
    recipe.maxGradientNorm = value(Field::MaxGradientNorm);
    recipe.hdNum = static_cast<int>(value(Field::Tiles));
    recipe.generationWeight = value(Field::GenerationWeight);
    return choice;
}

void TrainingForm::take(const contracts::TrainingChoice& choice) {
    const engine::TrainingJob& job = choice.job;
    const engine::TrainingRecipe& recipe = job.recipe;
    usesProject = choice.projectVotes;
    files = choice.files;
    base = contracts::textOf(job.base.directory);
    output = contracts::textOf(job.output);
    mode = recipe.mode;
    trainHead = recipe.trainHead;
    setValue(Field::HeldOutShare, choice.heldOutShare);
    setValue(Field::LengthRatio, choice.maxLengthRatio);
    setValue(Field::Steps, static_cast<double>(job.steps));
    setValue(Field::PairsPerBatch, job.pairsPerBatch);
    setValue(Field::AccumulatedBatches, job.accumulatedBatches);
    setValue(Field::EvaluateEvery, static_cast<double>(job.evaluateEvery));
    setValue(Field::CheckpointEvery, static_cast<double>(job.checkpointEvery));
    setValue(Field::LearningRate, recipe.learningRate);
    setValue(Field::LoraRank, recipe.loraRank);
    setValue(Field::LoraAlpha, recipe.loraAlpha);
    setValue(Field::Dropout, recipe.dropout);
    setValue(Field::MaxLength, recipe.maxLength);
    setValue(Field::Seed, static_cast<double>(recipe.seed));
    setValue(Field::WarmupRatio, recipe.warmupRatio);
    setValue(Field::WeightDecay, recipe.weightDecay);
    setValue(Field::MaxGradientNorm, recipe.maxGradientNorm);
    setValue(Field::Tiles, recipe.hdNum);
    setValue(Field::GenerationWeight, recipe.generationWeight);
}

QString TrainingForm::suggestedOutput(const QString& projectFile, const QString& home) {
    const QFileInfo project(projectFile);
    const QDir runs(projectFile.isEmpty() ? QDir(home).filePath(tr("training"))
                                          : project.dir().filePath(tr("%1 training").arg(project.completeBaseName())));
    for (int number = 1;; ++number) {
        QString folder = runs.filePath(tr("run %1").arg(number));
        if (!QFileInfo::exists(folder)) {
            return folder;
        }
    }
}

} // namespace trutina::ui
