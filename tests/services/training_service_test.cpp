// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/training_memory.h"
#include "app/services/training_run_folder.h"
#include "storage/records/error.h"
#include "tests/services/service_test.h"
#include "ui/contracts/training_desk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>

#include <cmath>

using namespace trutina;
using contracts::TrainingState;

class TrainingServiceTest : public QObject {
    Q_OBJECT

    std::optional<testing::ServiceFixture> m_fixture;

    [[nodiscard]] testing::ServiceFixture& fixture() { return *m_fixture; }
    [[nodiscard]] contracts::TrainingDesk& desk() { return fixture().training(); }

    void vote(storage::ItemId item, storage::Decision decision = storage::Decision::Winner) {
        const auto sheet = fixture().ask<contracts::ItemSheet>(
            [&](auto reply) { fixture().project().loadItem(item, &fixture().guard, std::move(reply)); });
        QVERIFY(sheet && sheet->isValue());
        storage::NewVote vote;
        vote.item = item;
        vote.decision = decision;
        vote.shownOrder = sheet->value().shownOrder.id;
        if (decision == storage::Decision::Winner) {
            vote.winner = sheet->value().item.candidates.front().id;
        }
        const auto outcome = fixture().ask<storage::VoteRecord>(
            [&](auto reply) { fixture().project().vote(vote, &fixture().guard, std::move(reply)); });
        QVERIFY(outcome && outcome->isValue());
    }

    /// A project of eight items, six of them with a winner, one with a tie and one open.
    void makeVotes() {
        QVERIFY(fixture().createProject());
        const auto items = fixture().addItems(8);
        QCOMPARE(items.size(), std::size_t{8});
        for (std::size_t i = 0; i < 6; ++i) {
            vote(items[i]);
        }
        vote(items[6], storage::Decision::Tie);
    }

    [[nodiscard]] contracts::TrainingChoice choice(const char* output = "run", double heldOut = 0) const {
        contracts::TrainingChoice choice;
        choice.heldOutShare = heldOut;
        choice.job.base.directory = "cat";
        choice.job.steps = 10;
        choice.job.output = m_fixture->path(output).toStdString();
        return choice;
    }
    void start(const contracts::TrainingChoice& choice) {
        desk().start(choice);
        QCOMPARE(desk().state(), TrainingState::Reading);
    }
    void waitForStep(qint64 step) { QTRY_VERIFY_WITH_TIMEOUT(desk().run().step >= step, testing::ServiceFixture::kPatience); }
    void waitFor(TrainingState state) { QTRY_COMPARE_WITH_TIMEOUT(desk().state(), state, testing::ServiceFixture::kPatience); }

  private Q_SLOTS:
    void init() { m_fixture.emplace(); }
    void cleanup() {
        fixture().control->hold = false;
        m_fixture.reset();
    }

    void votesBecomePairsAndTheRestIsReported() {
        makeVotes();
        const auto facts = fixture().ask<contracts::TrainingDataFacts>(
            [&](auto reply) { desk().lookAtData(choice(), &fixture().guard, std::move(reply)); });
        QVERIFY(facts && facts->isValue());
        QCOMPARE(facts->value().pairs, qint64{6});
        QCOMPARE(facts->value().heldOutPairs, qint64{0});
        QCOMPARE(facts->value().leftOut, qint64{2}); // the tie and the open one
        QVERIFY(facts->value().notes.at(0).message.contains(QStringLiteral("tie")));
    }

    void aShareOfPromptsIsHeldOutTheSameEveryTime() {
        makeVotes();
        std::vector<qint64> heldOut;
        for (int time = 0; time < 2; ++time) {
            const auto facts = fixture().ask<contracts::TrainingDataFacts>(
                [&](auto reply) { desk().lookAtData(choice("run", 0.5), &fixture().guard, std::move(reply)); });
            QVERIFY(facts && facts->isValue());
            QCOMPARE(facts->value().pairs + facts->value().heldOutPairs, qint64{6});
            heldOut.push_back(facts->value().heldOutPairs);
        }
        QVERIFY(heldOut[0] > 0);
        QCOMPARE(heldOut[0], heldOut[1]);
    }

    void aRunTakesItsStepsAndComparesItsResult() {
        makeVotes();
        const QSignalSpy advanced(&desk(), &contracts::TrainingDesk::advanced);
        start(choice("run", 0.5));
        waitFor(TrainingState::Finished);
        QCOMPARE(desk().run().step, qint64{10});
        QCOMPARE(desk().run().reports.size(), std::size_t{11}); // the base model and ten steps
        QCOMPARE(desk().run().before->accuracy, 0.5);
        QCOMPARE(desk().run().after->accuracy, 1.0);
        QCOMPARE(desk().run().result, fixture().path("run/model"));
        QVERIFY(!desk().run().canGoOn);
        QCOMPARE(desk().run().dataName, QStringLiteral("cups"));
        const auto options = desk().resultOptions({});
        QVERIFY(options);
        QCOMPARE(options->directory, std::filesystem::path(fixture().path("run/model").toStdString()));
        QTRY_VERIFY(!advanced.isEmpty());
    }

    void anAdapterIsLoadedOnTopOfItsBase() {
        makeVotes();
        auto adapter = choice("run");
        adapter.job.recipe.mode = engine::TrainingMode::Lora;
        start(adapter);
        waitFor(TrainingState::Finished);
        const auto options = desk().resultOptions({});
        QVERIFY(options);
        QCOMPARE(options->directory, adapter.job.base.directory);
        QCOMPARE(options->adapter, std::filesystem::path(desk().run().result.toStdString()));
    }

    void aPausedRunGoesOnWithTheSamePairsWhateverBecameOfTheVotes() {
        makeVotes();
        fixture().control->stepMilliseconds = 20;
        start(choice("run", 0.5));
        waitForStep(2);
        desk().pause();
        QCOMPARE(desk().state(), TrainingState::Pausing);
        waitFor(TrainingState::Paused);
        const qint64 held = desk().run().step;
        QVERIFY(held >= 2 && held < 10);
        const auto pairs = services::keptRun(choice().job.output).data;
        fixture().project().closeProject();
        fixture().control->stepMilliseconds = 0;
        desk().resume();
        waitFor(TrainingState::Finished);
        QCOMPARE(desk().run().step, qint64{10});
        QVERIFY(desk().run().before); // known from before the pause
        QCOMPARE(services::keptRun(choice().job.output).data.heldOut.size(), pairs.heldOut.size());
        for (std::size_t i = 1; i < desk().run().reports.size(); ++i) {
            QCOMPARE(desk().run().reports[i].step.step, desk().run().reports[i - 1].step.step + 1);
        }
    }

    void aStoppedRunIsOpenedByALaterSession() {
        makeVotes();
        fixture().control->stepMilliseconds = 20;
        start(choice("run", 0.5));
        waitForStep(3);
        desk().stop();
        waitFor(TrainingState::Stopped);
        const qint64 held = desk().run().step;
        fixture().control->stepMilliseconds = 0;
        fixture().services.reset();
        fixture().services.emplace([control = fixture().control] { return std::make_shared<testing::FakeEngine>(control); });
        QCOMPARE(desk().state(), TrainingState::None);
        QVERIFY(desk().isUnfinishedRun(fixture().path("run")));
        QVERIFY(!desk().isUnfinishedRun(fixture().path("elsewhere")));
        const auto opened = fixture().ask<contracts::Nothing>(
            [&](auto reply) { desk().openRun(fixture().path("run"), &fixture().guard, std::move(reply)); });
        QVERIFY(opened && opened->isValue());
        QCOMPARE(desk().state(), TrainingState::Paused);
        QCOMPARE(desk().run().step, held);
        QCOMPARE(desk().run().choice.job.steps, std::int64_t{10});
        QVERIFY(desk().run().before);
        desk().resume();
        waitFor(TrainingState::Finished);
        QCOMPARE(desk().run().step, qint64{10});
        QVERIFY(!desk().isUnfinishedRun(fixture().path("run")));
        const auto again = fixture().ask<contracts::Nothing>(
            [&](auto reply) { desk().openRun(fixture().path("run"), &fixture().guard, std::move(reply)); });
        QVERIFY(again && again->isValue());
        QCOMPARE(desk().state(), TrainingState::Finished); // its result can be used later, too
        QCOMPARE(desk().run().result, fixture().path("run/model"));
        QCOMPARE(desk().run().step, qint64{10});
    }

    void theEndOfTheSessionSavesACheckpoint() {
        makeVotes();
        fixture().control->stepMilliseconds = 20;
        start(choice());
        waitForStep(1);
        fixture().services.reset();
        QVERIFY(services::isUnfinishedRun(choice().job.output));
        QVERIFY(services::checkpointStep(choice().job.output).value_or(0) >= 1);
    }

    void withoutPairsNothingIsWritten() {
        QVERIFY(fixture().createProject());
        fixture().addItems(2);
        start(choice());
        waitFor(TrainingState::Failed);
        QCOMPARE(desk().run().problem->code, QStringLiteral("training.options"));
        QVERIFY(!QFileInfo::exists(fixture().path("run")));
    }

    void aRunThatCannotBeginLeavesNoFolderInTheWay() {
        makeVotes();
        auto broken = choice();
        broken.job.base.directory = "broken";
        start(broken);
        waitFor(TrainingState::Failed);
        QCOMPARE(desk().run().problem->code, QStringLiteral("checkpoint.incomplete"));
        QVERIFY(!desk().run().canGoOn);
        QVERIFY(!QFileInfo::exists(fixture().path("run")));
    }

    void whatIsInTheOutputFolderIsNeverTouched() {
        makeVotes();
        QVERIFY(QDir().mkpath(fixture().path("run")));
        QFile mine(fixture().path("run/mine.txt"));
        QVERIFY(mine.open(QIODevice::WriteOnly));
        mine.close();
        start(choice());
        waitFor(TrainingState::Failed);
        QCOMPARE(desk().run().problem->code, QStringLiteral("training.output_not_empty"));
        QVERIFY(mine.exists());
    }

    void scoresAreMadeBesideARun() {
        makeVotes();
        QVERIFY(fixture().loadModel());
        fixture().control->stepMilliseconds = 5;
        auto longer = choice();
        longer.job.steps = 100000;
        start(longer);
        waitForStep(1);
        const auto scored =
            fixture().ask<int>([&](auto reply) { fixture().scoring().scoreAll(&fixture().guard, std::move(reply)); });
        QVERIFY(scored && scored->isValue());
        QCOMPARE(scored->value(), 8);
        QCOMPARE(desk().state(), TrainingState::Running);
    }

    void aRunStandsInTheListOfJobsAndIsPausedThere() {
        makeVotes();
        QList<contracts::JobState> jobs;
        connect(&desk(), &contracts::TrainingDesk::jobsChanged, &fixture().guard, [&](const auto& changed) { jobs = changed; });
        fixture().control->stepMilliseconds = 20;
        start(choice());
        waitForStep(1);
        QTRY_VERIFY(!jobs.isEmpty() && jobs.first().title.contains(QStringLiteral("of 10")));
        desk().cancel(jobs.first().id);
        waitFor(TrainingState::Paused);
        QTRY_VERIFY(jobs.isEmpty());
    }

    void aKeptRunIsReadBackAsItWas() {
        services::KeptRun run;
        run.choice = choice();
        run.choice.files = {QStringLiteral("/data/a.json")};
        run.choice.projectVotes = false;
        run.choice.job.recipe.mode = engine::TrainingMode::Lora;
        run.choice.job.recipe.seed = 0xFFFF'FFFF'FFFF'FFFFULL;
        run.choice.job.recipe.learningRate = 0.1 + 0.2; // no short decimal
        run.choice.job.recipe.trainHead = true;
        run.data.sets = {{{{{"user", "Größe?"}, {"assistant", "ja\n"}},
                           {{"user", "Größe?"}, {"assistant", "nein"}},
                           {{"/pictures/a b.png", engine::MediaReading::Video}}}}};
        run.facts.pairs = 1;
        run.facts.notes = {{7, QStringLiteral("left out")}};
        services::keepRun(run);
        const services::KeptRun again = services::keptRun(run.choice.job.output);
        QCOMPARE(again.choice.job.recipe.seed, run.choice.job.recipe.seed);
        QCOMPARE(again.choice.job.recipe.learningRate, run.choice.job.recipe.learningRate);
        QVERIFY(again.choice.job.recipe.mode == engine::TrainingMode::Lora && again.choice.job.recipe.trainHead);
        QCOMPARE(again.choice.files, run.choice.files);
        QVERIFY(!again.choice.projectVotes);
        QVERIFY(again.data.sets.at(0).at(0).chosen == run.data.sets[0][0].chosen);
        QVERIFY(again.data.sets.at(0).at(0).rejected == run.data.sets[0][0].rejected);
        QVERIFY(again.data.sets.at(0).at(0).media == run.data.sets[0][0].media);
        QCOMPARE(again.facts.notes.at(0).message, QStringLiteral("left out"));
    }

    void aDamagedDescriptionOfARunIsSaid() {
        QVERIFY(QDir().mkpath(fixture().path("run")));
        QFile file(fixture().path("run/run.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"format\":1,");
        file.close();
        const auto opened = fixture().ask<contracts::Nothing>(
            [&](auto reply) { desk().openRun(fixture().path("run"), &fixture().guard, std::move(reply)); });
        QVERIFY(opened && opened->isProblem());
        QCOMPARE(opened->problem().code, QStringLiteral("training.run_damaged"));
    }

    void stepsWithoutACheckpointAreForgotten() {
        const std::filesystem::path folder = fixture().folder.path();
        for (int step = 0; step <= 6; ++step) {
            engine::TrainingReport report;
            report.step.step = step;
            services::noteStep(folder, report);
        }
        services::forgetStepsAfter(folder, 4);
        const auto steps = services::notedSteps(folder);
        QCOMPARE(steps.size(), std::size_t{5});
        QCOMPARE(steps.back().step.step, std::int64_t{4});
    }

    /// The sizes of the published model: what is trained follows from them by hand.
    void theMemoryOfTheSevenBillionModelIsForeseen() {
        constexpr double kWidth = 4096;
        constexpr double kFeedForward = 14336;
        constexpr double kKeysAndValues = 2048;
        constexpr double kLayers = 32;
        constexpr double kRank = 256;
        constexpr double kSums = (2 * kWidth + kKeysAndValues) + 2 * kWidth + 3 * (kWidth + kFeedForward);
        engine::ModelInspection base;
        base.hiddenSize = 4096;
        base.layers = 32;
        base.heads = 32;
        base.keyValueHeads = 8;
        base.vocabularySize = 92544;
        base.partialLoraRank = 256;
        base.tileSize = 560;
        base.patchSize = 14;
        base.visionWidth = 1024;
        base.visionLayers = 24;
        const double layer =
            kWidth * (kWidth + kKeysAndValues) + kWidth * kWidth + 3 * kWidth * kFeedForward + kRank * kSums + 2 * kWidth;
        const double decoder = kLayers * layer + kWidth * 92544 + 3 * kWidth;
        base.parameters = static_cast<std::int64_t>(decoder + 12 * 1024.0 * 1024 * 24 + 4096.0 * 4096 * 2);
        contracts::TrainingDataFacts facts;
        facts.longestCharacters = 6000;
        auto job = choice().job;
        const contracts::TrainingMemory full = services::trainingMemoryOf(base, job, facts);
        QVERIFY(std::abs(static_cast<double>(full.gradients) / (4 * decoder) - 1) < 0.02);
        QCOMPARE(full.moments, 2 * full.gradients);
        QVERIFY(full.activations > 2000 * 4096LL * 32 * 4); // one state per layer at least
        job.recipe.mode = engine::TrainingMode::Lora;
        const contracts::TrainingMemory adapter = services::trainingMemoryOf(base, job, facts);
        QVERIFY(std::abs(static_cast<double>(adapter.gradients) / (4 * 64 * kSums * kLayers) - 1) < 0.02);
        QVERIFY(adapter.total() < full.total() / 2);
        facts.mediaPairs = 1;
        QVERIFY(services::trainingMemoryOf(base, job, facts).activations > adapter.activations);
    }
};

QTEST_GUILESS_MAIN(TrainingServiceTest)
#include "training_service_test.moc"
