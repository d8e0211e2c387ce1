// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/training_run_folder.h"

#include "storage/records/error.h"
#include "ui/contracts/file_path.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <initializer_list>

namespace trutina::services {

using contracts::pathOf;
using contracts::textOf;

namespace {

constexpr auto kRunFile = "run.json";
constexpr auto kStepsFile = "steps.jsonl";
constexpr int kFormat = 1;

QString key(const char* name) {
    return QString::fromLatin1(name);
}

QString fileIn(const std::filesystem::path& folder, const char* name) {
    return QDir(textOf(folder)).filePath(key(name));
}

// Pairs --------------------------------------------------------------------------------------------------------------

QJsonArray messagesTo(const std::vector<engine::Message>& messages) {
    QJsonArray array;
    for (const engine::Message& message : messages) {
        array.append(QJsonArray{QString::fromStdString(message.role), QString::fromStdString(message.content)});
    }
    return array;
}

std::vector<engine::Message> messagesFrom(const QJsonArray& array) {
    std::vector<engine::Message> messages;
    for (const QJsonValue& value : array) {
        const QJsonArray turn = value.toArray();
        messages.push_back({turn.at(0).toString().toStdString(), turn.at(1).toString().toStdString()});
    }
    return messages;
}

QJsonArray pairsTo(const std::vector<engine::PreferencePair>& pairs) {
    QJsonArray array;
    for (const engine::PreferencePair& pair : pairs) {
        QJsonArray media;
        for (const engine::MediaInput& medium : pair.media) {
            media.append(QJsonArray{textOf(medium.path), static_cast<int>(medium.as)});
        }
        array.append(QJsonObject{
            {key("chosen"), messagesTo(pair.chosen)}, {key("rejected"), messagesTo(pair.rejected)}, {key("media"), media}});
    }
    return array;
}

std::vector<engine::PreferencePair> pairsFrom(const QJsonArray& array) {
    std::vector<engine::PreferencePair> pairs;
    for (const QJsonValue& value : array) {
        engine::PreferencePair pair;
        pair.chosen = messagesFrom(value[key("chosen")].toArray());
        pair.rejected = messagesFrom(value[key("rejected")].toArray());
        for (const QJsonValue& medium : value[key("media")].toArray()) {
            const QJsonArray parts = medium.toArray();
            const int reading = std::clamp(parts.at(1).toInt(), 0, static_cast<int>(engine::MediaReading::Video));
            pair.media.push_back({pathOf(parts.at(0).toString()), static_cast<engine::MediaReading>(reading)});
        }
        pairs.push_back(std::move(pair));
    }
    return pairs;
}

// The choice ---------------------------------------------------------------------------------------------------------

/// Visits each number of a job by name, so that writing and reading cannot disagree.
template <typename Job, typename Visit>
void visitNumbers(Job& job, Visit visit) {
    auto& recipe = job.recipe;
    visit("learning_rate", recipe.learningRate);
    visit("beta1", recipe.beta1);
    visit("beta2", recipe.beta2);
    visit("epsilon", recipe.epsilon);
    visit("weight_decay", recipe.weightDecay);
    visit("warmup_ratio", recipe.warmupRatio);
    visit("max_gradient_norm", recipe.maxGradientNorm);
    visit("max_length", recipe.maxLength);
    visit("hd_num", recipe.hdNum);
    visit("dropout", recipe.dropout);
    visit("generation_weight", recipe.generationWeight);
    visit("lora_rank", recipe.loraRank);
    visit("lora_alpha", recipe.loraAlpha);
    visit("steps", job.steps);
    visit("pairs_per_batch", job.pairsPerBatch);
    visit("pairs_per_medium", job.pairsPerMedium);
    visit("accumulated_batches", job.accumulatedBatches);
    visit("evaluate_every", job.evaluateEvery);
    visit("checkpoint_every", job.checkpointEvery);
    visit("threads", job.base.threads);
}

QJsonObject jobTo(const engine::TrainingJob& job) {
    QJsonObject object{{key("base"), textOf(job.base.directory)},
                       {key("mode"), job.recipe.mode == engine::TrainingMode::Full ? key("full") : key("lora")},
                       {key("train_head"), job.recipe.trainHead},
                       {key("checkpoint_layers"), job.recipe.checkpointLayers},
                       {key("seed"), QString::number(job.recipe.seed)}}; // JSON numbers do not hold 64 bits
    visitNumbers(job, [&object](const char* name, auto value) {
        if constexpr (std::is_floating_point_v<decltype(value)>) {
            object.insert(key(name), value);
        } else {
            object.insert(key(name), static_cast<qint64>(value));
        }
    });
    return object;
}

engine::TrainingJob jobFrom(const QJsonObject& object) {
    engine::TrainingJob job;
    job.base.directory = pathOf(object[key("base")].toString());
    job.recipe.mode = object[key("mode")].toString() == key("full") ? engine::TrainingMode::Full : engine::TrainingMode::Lora;
    job.recipe.trainHead = object[key("train_head")].toBool();
    job.recipe.checkpointLayers = object[key("checkpoint_layers")].toBool(true);
    job.recipe.seed = object[key("seed")].toString().toULongLong();
    visitNumbers(job, [&object](const char* name, auto& value) {
        using Number = std::remove_reference_t<decltype(value)>;
        if constexpr (std::is_floating_point_v<Number>) {
            value = object[key(name)].toDouble(value);
        } else {
            value = static_cast<Number>(object[key(name)].toInteger(value));
        }
    });
    return job;
}

QJsonObject factsTo(const contracts::TrainingDataFacts& facts) {
    QJsonArray notes;
    for (const contracts::TransferNote& note : facts.notes) {
        notes.append(QJsonArray{note.row, note.message});
    }
    return {{key("pairs"), facts.pairs},           {key("held_out"), facts.heldOutPairs},
            {key("with_media"), facts.mediaPairs}, {key("longest"), facts.longestCharacters},
            {key("left_out"), facts.leftOut},      {key("notes"), notes}};
}

contracts::TrainingDataFacts factsFrom(const QJsonObject& object) {
    contracts::TrainingDataFacts facts;
    facts.pairs = object[key("pairs")].toInteger();
    facts.heldOutPairs = object[key("held_out")].toInteger();
    facts.mediaPairs = object[key("with_media")].toInteger();
    facts.longestCharacters = object[key("longest")].toInteger();
    facts.leftOut = object[key("left_out")].toInteger();
    for (const QJsonValue& note : object[key("notes")].toArray()) {
        facts.notes.push_back({note.toArray().at(0).toInteger(), note.toArray().at(1).toString()});
    }
    return facts;
}

void write(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        throw storage::Failure("disk.write", "“" + path.toStdString() + "” could not be written.",
                               "Check that the folder may be written and has room.", file.errorString().toStdString());
    }
}

// Steps --------------------------------------------------------------------------------------------------------------

QByteArray lineOf(const engine::TrainingReport& report) {
    QJsonObject object{{key("step"), static_cast<qint64>(report.step.step)},
                       {key("steps"), static_cast<qint64>(report.steps)},
                       {key("loss"), report.step.loss},
                       {key("accuracy"), report.step.accuracy},
                       {key("learning_rate"), report.step.learningRate},
                       {key("gradient_norm"), report.step.gradientNorm},
                       {key("tokens"), static_cast<qint64>(report.step.tokens)},
                       {key("tokens_per_s"), report.tokensPerSecond}};
    if (report.heldOut) {
        object.insert(key("held_out"), QJsonObject{{key("loss"), report.heldOut->loss},
                                                   {key("accuracy"), report.heldOut->accuracy},
                                                   {key("pairs"), static_cast<qint64>(report.heldOut->pairs)}});
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

engine::TrainingReport reportFrom(const QJsonObject& object) {
    engine::TrainingReport report;
    report.step.step = object[key("step")].toInteger();
    report.steps = object[key("steps")].toInteger();
    report.step.loss = object[key("loss")].toDouble();
    report.step.accuracy = object[key("accuracy")].toDouble();
    report.step.learningRate = object[key("learning_rate")].toDouble();
    report.step.gradientNorm = object[key("gradient_norm")].toDouble();
    report.step.tokens = object[key("tokens")].toInteger();
    report.tokensPerSecond = object[key("tokens_per_s")].toDouble();
    if (object.contains(key("held_out"))) {
        const QJsonObject heldOut = object[key("held_out")].toObject();
        report.heldOut = engine::HeldOutResult{report.step.step,
                                               heldOut[key("loss")].toDouble(),
                                               heldOut[key("accuracy")].toDouble(),
                                               heldOut[key("pairs")].toInteger(),
                                               {}};
    }
    return report;
}

} // namespace

void keepRun(const KeptRun& run) {
    const std::filesystem::path& folder = run.choice.job.output;
    if (!QDir().mkpath(textOf(folder))) {
        throw storage::Failure("disk.write", "The folder “" + folder.string() + "” could not be made.",
                               "Choose a place that you may write to.");
    }
    QJsonArray sets;
    for (const auto& set : run.data.sets) {
        sets.append(pairsTo(set));
    }
    const QJsonObject object{{key("format"), kFormat},
                             {key("program"), QCoreApplication::applicationVersion()},
                             {key("data"), run.dataName},
                             {key("from_project"), run.choice.projectVotes},
                             {key("files"), QJsonArray::fromStringList(run.choice.files)},
                             {key("held_out_share"), run.choice.heldOutShare},
                             {key("max_length_ratio"), run.choice.maxLengthRatio},
                             {key("job"), jobTo(run.choice.job)},
                             {key("facts"), factsTo(run.facts)},
                             {key("sets"), sets},
                             {key("held_out"), pairsTo(run.data.heldOut)}};
    QFile::remove(fileIn(folder, kStepsFile));
    write(fileIn(folder, kRunFile), QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void forgetRun(const std::filesystem::path& folder) {
    QFile::remove(fileIn(folder, kStepsFile));
    QFile::remove(fileIn(folder, kRunFile));
    QDir().rmdir(textOf(folder)); // not when something else is in it
}

KeptRun keptRun(const std::filesystem::path& folder) {
    QFile file(fileIn(folder, kRunFile));
    if (!file.open(QIODevice::ReadOnly)) {
        throw storage::Failure("training.no_run", "“" + folder.string() + "” holds no training run of this program.",
                               "Choose the output folder of a run that was paused or stopped.");
    }
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    if (object[key("format")].toInt() != kFormat || !object[key("sets")].isArray()) {
        throw storage::Failure("training.run_damaged", "The description of the run in “" + folder.string() + "” cannot be read.",
                               "It may be damaged or of a newer version; begin anew in another folder.",
                               file.fileName().toStdString());
    }
    KeptRun run;
    run.dataName = object[key("data")].toString();
    run.choice.projectVotes = object[key("from_project")].toBool();
    for (const QJsonValue& name : object[key("files")].toArray()) {
        run.choice.files.append(name.toString());
    }
    run.choice.heldOutShare = object[key("held_out_share")].toDouble();
    run.choice.maxLengthRatio = object[key("max_length_ratio")].toDouble();
    run.choice.job = jobFrom(object[key("job")].toObject());
    run.choice.job.output = folder;
    run.facts = factsFrom(object[key("facts")].toObject());
    for (const QJsonValue& set : object[key("sets")].toArray()) {
        run.data.sets.push_back(pairsFrom(set.toArray()));
    }
    run.data.heldOut = pairsFrom(object[key("held_out")].toArray());
    return run;
}

bool isUnfinishedRun(const std::filesystem::path& folder) {
    std::error_code error;
    return std::filesystem::exists(folder / kRunFile, error) && !resultOf(folder);
}

std::optional<std::filesystem::path> resultOf(const std::filesystem::path& folder) {
    std::error_code error;
    for (const char* name : {"model", "adapter"}) {
        if (std::filesystem::exists(folder / name, error)) {
            return folder / name;
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> checkpointStep(const std::filesystem::path& folder) {
    constexpr auto kPrefix = "checkpoint-";
    std::optional<std::int64_t> newest;
    const QStringList names = QDir(textOf(folder)).entryList({key(kPrefix) + QLatin1Char('*')}, QDir::Dirs);
    for (const QString& name : names) {
        bool isNumber = false;
        const qint64 step = name.mid(key(kPrefix).size()).toLongLong(&isNumber);
        if (isNumber && step >= newest.value_or(0)) { // others are being written, or were cut off
            newest = step;
        }
    }
    return newest;
}

void noteStep(const std::filesystem::path& folder, const engine::TrainingReport& report) {
    QFile file(fileIn(folder, kStepsFile));
    if (file.open(QIODevice::WriteOnly | QIODevice::Append)) {
        file.write(lineOf(report));
    }
}

std::vector<engine::TrainingReport> notedSteps(const std::filesystem::path& folder) {
    std::vector<engine::TrainingReport> reports;
    QFile file(fileIn(folder, kStepsFile));
    if (!file.open(QIODevice::ReadOnly)) {
        return reports;
    }
    while (!file.atEnd()) {
        const QJsonDocument line = QJsonDocument::fromJson(file.readLine());
        if (!line.isObject()) {
            continue; // a crash has cut it
        }
        engine::TrainingReport report = reportFrom(line.object());
        if (reports.empty() || report.step.step > reports.back().step.step) {
            reports.push_back(report);
        }
    }
    return reports;
}

void forgetStepsAfter(const std::filesystem::path& folder, std::int64_t last) {
    QByteArray kept;
    for (const engine::TrainingReport& report : notedSteps(folder)) {
        if (report.step.step <= last) {
            kept += lineOf(report);
        }
    }
    write(fileIn(folder, kStepsFile), kept);
}

} // namespace trutina::services
