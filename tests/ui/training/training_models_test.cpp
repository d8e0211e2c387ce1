// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_training_desk.h"
#include "ui/models/demo_model.h"
#include "ui/models/training_curves.h"
#include "ui/models/training_form.h"
#include "ui/models/training_words.h"

#include <QDir>
#include <QLocale>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace trutina;
using namespace trutina::ui;
using contracts::TrainingState;
using Field = TrainingForm::Field;

class TrainingModelsTest : public QObject {
    Q_OBJECT

    [[nodiscard]] static TrainingForm filled() {
        TrainingForm form;
        form.base = QStringLiteral("/models/base");
        form.output = QStringLiteral("/runs/one");
        return form;
    }

  private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void theFormBeginsWithTheRecipeOfTheScripts() {
        const TrainingForm form = filled();
        QVERIFY2(form.problems().isEmpty(), qPrintable(form.problems().join(u' ')));
        const engine::TrainingJob job = form.choice().job;
        const engine::TrainingJob recipe;
        QCOMPARE(job.recipe.learningRate, recipe.recipe.learningRate);
        QCOMPARE(job.recipe.loraRank, recipe.recipe.loraRank);
        QCOMPARE(job.recipe.dropout, recipe.recipe.dropout);
        QCOMPARE(job.recipe.weightDecay, recipe.recipe.weightDecay);
        QCOMPARE(job.recipe.warmupRatio, recipe.recipe.warmupRatio);
        QCOMPARE(job.recipe.maxLength, recipe.recipe.maxLength);
        QCOMPARE(job.accumulatedBatches, recipe.accumulatedBatches);
        QCOMPARE(job.steps, recipe.steps);
    }

    void everyNumberHasALabelAndOneLineThatExplainsIt() {
        std::set<QString> labels;
        for (const TrainingForm::Spec& spec : TrainingForm::specs()) {
            QVERIFY(labels.insert(spec.label).second);
            QVERIFY(spec.explanation.endsWith(u'.') && !spec.explanation.contains(u'\n'));
            QVERIFY(spec.least <= spec.most);
        }
        QCOMPARE(labels.size(), std::size_t{18});
    }

    void everyNumberReachesTheChoiceAndComesBack() {
        TrainingForm form = filled();
        form.mode = engine::TrainingMode::Lora;
        form.trainHead = true;
        int number = 2;
        for (const TrainingForm::Spec& spec : TrainingForm::specs()) {
            const double value = spec.most < 1.5 ? 0.01 * number : std::min<double>(number, spec.most);
            form.setText(spec.field, QString::number(value));
            ++number;
        }
        QVERIFY2(form.problems().isEmpty(), qPrintable(form.problems().join(u' ')));
        TrainingForm again;
        again.take(form.choice());
        for (const TrainingForm::Spec& spec : TrainingForm::specs()) {
            QVERIFY2(std::abs(again.value(spec.field) - form.value(spec.field)) < 1e-12, qPrintable(spec.label));
        }
        QVERIFY(again.trainHead);
        QCOMPARE(again.base, form.base);
        QCOMPARE(again.output, form.output);
    }

    void nonsenseIsNamed_data() {
        QTest::addColumn<int>("field");
        QTest::addColumn<QString>("text");
        QTest::newRow("not a number") << static_cast<int>(Field::LearningRate) << QStringLiteral("fast");
        QTest::newRow("empty") << static_cast<int>(Field::Steps) << QString();
        QTest::newRow("zero") << static_cast<int>(Field::Steps) << QStringLiteral("0");
        QTest::newRow("half a pair") << static_cast<int>(Field::PairsPerBatch) << QStringLiteral("1.5");
        QTest::newRow("too much") << static_cast<int>(Field::HeldOutShare) << QStringLiteral("1");
        QTest::newRow("not finite") << static_cast<int>(Field::WeightDecay) << QStringLiteral("nan");
        QTest::newRow("negative") << static_cast<int>(Field::Seed) << QStringLiteral("-1");
    }
    void nonsenseIsNamed() {
        QFETCH(int, field);
        QFETCH(QString, text);
        TrainingForm form = filled();
        form.setText(static_cast<Field>(field), text);
        QCOMPARE(form.problems().size(), 1);
        QVERIFY(form.problems().first().startsWith(TrainingForm::spec(static_cast<Field>(field)).label));
    }

    void numbersOfAdaptersDoNotCountWithoutThem() {
        TrainingForm form = filled();
        form.setText(Field::LoraRank, QStringLiteral("none"));
        QCOMPARE(form.problems().size(), 1);
        form.mode = engine::TrainingMode::Full;
        QVERIFY(form.problems().isEmpty());
    }

    void theSuggestedFolderIsNewAndBesideTheProject() {
        const QTemporaryDir home;
        const QString project = home.filePath(QStringLiteral("Cats.trutina"));
        const QString first = TrainingForm::suggestedOutput(project, {});
        QCOMPARE(first, home.filePath(QStringLiteral("Cats training/run 1")));
        QVERIFY(QDir().mkpath(first));
        QCOMPARE(TrainingForm::suggestedOutput(project, {}), home.filePath(QStringLiteral("Cats training/run 2")));
        QCOMPARE(TrainingForm::suggestedOutput({}, home.path()), home.filePath(QStringLiteral("training/run 1")));
    }

    void curvesShowTheRunningMeanAndTheHeldOutPairs() {
        contracts::TrainingRun run;
        for (int step = 0; step <= 40; ++step) {
            engine::TrainingReport report;
            report.steps = 40;
            report.step.step = step;
            report.step.loss = step % 2 == 0 ? 0.0 : 1.0;
            if (step % 20 == 0) {
                report.heldOut = engine::HeldOutResult{step, 0.5, 0.75, 4, {}};
            }
            run.reports.push_back(report);
        }
        const TrainingCurves curves(run);
        const ChartContent loss = curves.loss();
        QCOMPARE(loss.curves.size(), 2);
        QCOMPARE(loss.curves[0].points.size(), 40); // step 0 is no step
        QCOMPARE(loss.curves[0].points.last().y(), 0.5);
        QCOMPARE(loss.curves[1].points.size(), 3);
        QCOMPARE(loss.curves[1].points.first().x(), 0.0);
        QVERIFY(curves.accuracy().title.contains(QStringLiteral("75 %")));
        QCOMPARE(curves.gradientNorm().curves.size(), 1);
        QVERIFY(TrainingCurves({}).isEmpty());
        QVERIFY(!curves.isEmpty());
    }

    void theVerdictFollowsTheHeldOutPairs() {
        contracts::TrainingRun run;
        QVERIFY(TrainingWords::verdict(run).isEmpty());
        run.before = engine::HeldOutResult{0, 0.7, 0.5, 10, {}};
        run.after = engine::HeldOutResult{9, 0.2, 0.9, 10, {}};
        QVERIFY(TrainingWords::verdict(run).contains(QStringLiteral("more")));
        run.after->accuracy = 0.4;
        QVERIFY(TrainingWords::verdict(run).contains(QStringLiteral("fewer")));
        run.after->accuracy = 0.5;
        QVERIFY(TrainingWords::verdict(run).contains(QStringLiteral("clearer margin")));
        run.after->loss = 0.8;
        QVERIFY(TrainingWords::verdict(run).contains(QStringLiteral("no better")));
    }

    void everyStateHasWords() {
        contracts::TrainingRun run;
        run.choice.job.steps = 200;
        run.choice.job.output = "/runs/one";
        run.step = 38;
        std::set<QString> seen;
        for (int state = 0; state <= static_cast<int>(TrainingState::Failed); ++state) {
            QVERIFY(seen.insert(TrainingWords::state(static_cast<TrainingState>(state), run)).second);
        }
        QCOMPARE(TrainingWords::state(TrainingState::Paused, run), QStringLiteral("Paused after step 38 of 200"));
        QVERIFY(TrainingWords::detail(TrainingState::Stopped, run).contains(QStringLiteral("/runs/one")));
    }

    void whatDoesNotFitIsSaid() {
        contracts::TrainingMemory memory;
        memory.weights = 3'000'000'000;
        memory.moments = 2'000'000'000;
        memory.freeBytes = 4'000'000'000;
        QVERIFY(TrainingWords::memory(memory).startsWith(QStringLiteral("May not fit")));
        memory.freeBytes = 6'000'000'000;
        QVERIFY(TrainingWords::memory(memory).contains(QStringLiteral("5.0 GB")));
    }

    void theDemonstrationModelKnowsItsOwnWorldsOnly() {
        storage::ItemRecord item;
        item.meta = R"({"world": "demo", "kind": "count"})";
        QVERIFY(DemoModel::outsideNotice(item).isEmpty());
        item.media.resize(1);
        QVERIFY(DemoModel::outsideNotice(item).isEmpty());
        item.meta = R"({"topic": "everyday"})";
        QVERIFY(DemoModel::outsideNotice(item).startsWith(QStringLiteral("This picture is outside")));
        item.media[0].isVideo = true;
        QVERIFY(DemoModel::outsideNotice(item).startsWith(QStringLiteral("This video")));
        item.media.clear();
        QVERIFY(DemoModel::outsideNotice(item).startsWith(QStringLiteral("This question")));
        item.meta = "not json";
        QVERIFY(!DemoModel::outsideNotice(item).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TrainingModelsTest)
#include "training_models_test.moc"
