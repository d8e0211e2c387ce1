// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/engine_library.h"
#include "tests/services/service_test.h"

#include <QSignalSpy>

using namespace trutina;
using contracts::ModelState;

class ModelServiceTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void opensTheEngineOnlyWhenItIsNeeded() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QCOMPARE(fixture.control->opened.load(), 0);
        QVERIFY(fixture.loadModel());
        QCOMPARE(fixture.control->opened.load(), 1);
    }

    void goesFromNoneOverLoadingToReady() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.model().state() == ModelState::None);
        fixture.control->hold = true;
        engine::LoadOptions options;
        options.directory = "cat";
        std::optional<contracts::Outcome<engine::ModelInfo>> outcome;
        fixture.model().load(options, &fixture.guard,
                             [&](const contracts::Outcome<engine::ModelInfo>& value) { outcome.emplace(value); });
        QVERIFY(fixture.model().state() == ModelState::Loading);
        fixture.control->hold = false;
        QVERIFY(QTest::qWaitFor([&] { return outcome.has_value(); }, testing::ServiceFixture::kPatience));
        QVERIFY(outcome->isValue());
        QVERIFY(fixture.model().state() == ModelState::Ready);
        QCOMPARE(fixture.model().model()->name, std::string("cat"));
    }

    void aBrokenModelIsAReadableProblem() {
        testing::ServiceFixture fixture;
        QVERIFY(!fixture.loadModel("broken"));
        QVERIFY(fixture.model().state() == ModelState::Failed);
        QCOMPARE(fixture.model().problem()->code, QStringLiteral("checkpoint.tensor_missing"));
        QVERIFY(!fixture.model().problem()->hint.isEmpty());
        QVERIFY(!fixture.model().problem()->detail.isEmpty());
        QVERIFY2(fixture.loadModel("cat"), "the next one can be loaded");
        QVERIFY(!fixture.model().problem());
    }

    void aFolderWithoutAModelCostsNotTheLoadedOne() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.loadModel("cat"));
        QVERIFY(!fixture.loadModel("missing"));
        QVERIFY(fixture.model().state() == ModelState::Ready);
        QCOMPARE(fixture.model().model()->name, std::string("cat"));
        QCOMPARE(fixture.model().problem()->code, QStringLiteral("model.not_found"));
    }

    void loadingIsAJobThatCanBeCancelled() {
        testing::ServiceFixture fixture;
        fixture.control->hold = true;
        QList<contracts::JobState> jobs;
        QObject::connect(&fixture.scoring(), &contracts::ScoringDesk::jobsChanged, &fixture.guard,
                         [&](const QList<contracts::JobState>& shown) { jobs = shown; });
        engine::LoadOptions options;
        options.directory = "cat";
        std::optional<contracts::Outcome<engine::ModelInfo>> outcome;
        const auto job = fixture.model().load(
            options, &fixture.guard, [&](const contracts::Outcome<engine::ModelInfo>& value) { outcome.emplace(value); });
        QVERIFY(QTest::qWaitFor([&] { return !jobs.isEmpty() && jobs[0].fraction > 0; }, testing::ServiceFixture::kPatience));
        QCOMPARE(jobs[0].id, job);
        QVERIFY(jobs[0].title.contains(QStringLiteral("cat")));
        fixture.scoring().cancel(job);
        QVERIFY(QTest::qWaitFor([&] { return outcome.has_value(); }, testing::ServiceFixture::kPatience));
        QVERIFY(outcome->isCancelled());
        QVERIFY(fixture.model().state() == ModelState::None);
        QVERIFY(QTest::qWaitFor([&] { return jobs.isEmpty(); }, testing::ServiceFixture::kPatience));
    }

    void questionsAreAnsweredWhileAModelIsBeingLoaded() {
        testing::ServiceFixture fixture;
        fixture.control->hold = true;
        engine::LoadOptions options;
        options.directory = "cat";
        fixture.model().load(options, nullptr, {});
        const auto inspection = fixture.ask<engine::ModelInspection>(
            [&](auto reply) { fixture.model().inspect(QStringLiteral("broken"), &fixture.guard, std::move(reply)); });
        QVERIFY(inspection && inspection->isValue());
        QVERIFY(!inspection->value().isComplete());
        const auto devices = fixture.ask<std::vector<engine::DeviceInfo>>(
            [&](auto reply) { fixture.model().devices(&fixture.guard, std::move(reply)); });
        QVERIFY(devices && devices->isValue());
        QCOMPARE(devices->value().size(), std::size_t{1});
        QVERIFY(fixture.model().state() == ModelState::Loading);
    }

    void unloadingForgetsTheModel() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.loadModel());
        fixture.model().unload();
        QVERIFY(fixture.model().state() == ModelState::None);
        QVERIFY(!fixture.model().model());
    }

    void aPlanIsToldBeforeLoadingAndKeptAfterwards() {
        testing::ServiceFixture fixture;
        engine::LoadOptions options;
        options.directory = "huge";
        const auto plan = fixture.ask<engine::MemoryPlan>(
            [&](auto reply) { fixture.model().planMemory(options, {}, &fixture.guard, std::move(reply)); });
        QVERIFY(plan && plan->isValue());
        QVERIFY(!plan->value().fits);
        QVERIFY(!fixture.model().plan());
        QVERIFY(fixture.loadModel());
        QVERIFY(fixture.model().plan());
        QVERIFY(fixture.model().plan()->fits);
        QCOMPARE(fixture.model().plan()->computeType, std::string("float32"));
        fixture.model().unload();
        QVERIFY(!fixture.model().plan());
    }

    void cachesAreMeasuredBoundedAndEmptied() {
        testing::ServiceFixture fixture;
        const auto sizes = [&] {
            return fixture.ask<contracts::CacheSizes>(
                [&](auto reply) { fixture.model().cacheSizes(&fixture.guard, std::move(reply)); });
        };
        QVERIFY(sizes() && !sizes()->value().prefixes);
        QCOMPARE(sizes()->value().features.entries, std::int64_t{3});
        QVERIFY(fixture.loadModel());
        fixture.model().setPrefixCacheBudget(1 << 19);
        fixture.model().setPrefixCacheBudget(-1); // as before
        QCOMPARE(sizes()->value().prefixes->budgetBytes, std::int64_t{1 << 19});
        QVERIFY(sizes()->value().prefixes->bytes > 0);
        QVERIFY(fixture.ask<contracts::Nothing>(
            [&](auto reply) { fixture.model().emptyPrefixCache(&fixture.guard, std::move(reply)); }));
        QCOMPARE(sizes()->value().prefixes->bytes, std::int64_t{0});
        QCOMPARE(sizes()->value().prefixes->budgetBytes, std::int64_t{1 << 19});
        QVERIFY(fixture.ask<contracts::Nothing>(
            [&](auto reply) { fixture.model().emptyFeatureCache(&fixture.guard, std::move(reply)); }));
        QCOMPARE(fixture.control->featureCachesCleared.load(), 1);
    }

    void anAbsentLibraryIsAReadableProblem() {
        services::Services services([] { return services::EngineLibrary::open({"/nowhere/lib"}); });
        QObject guard;
        std::optional<contracts::Outcome<std::vector<engine::DeviceInfo>>> outcome;
        services.desks().model.devices(
            &guard, [&](const contracts::Outcome<std::vector<engine::DeviceInfo>>& value) { outcome.emplace(value); });
        QVERIFY(QTest::qWaitFor([&] { return outcome.has_value(); }, testing::ServiceFixture::kPatience));
        QVERIFY(outcome->isProblem());
        QCOMPARE(outcome->problem().code, QStringLiteral("engine.not_found"));
        QVERIFY(outcome->problem().detail.contains(QStringLiteral("/nowhere/lib/libtrutina_engine.so")));
    }

    void aLibraryIsOpenedFromItsFolder() {
        const auto engine =
            services::EngineLibrary::open({"/nowhere", std::filesystem::path(TRUTINA_BINARY_DIR) / "tests/fake/lib"});
        QCOMPARE(engine->version(), std::string("fake 1"));
    }

    void aFileThatIsNoLibraryIsAReadableProblem() {
        const testing::TemporaryDirectory folder;
        std::ofstream(folder.path() / "libtrutina_engine.so") << "not a library";
        try {
            (void)services::EngineLibrary::open({folder.path()});
            QFAIL("it was opened");
        } catch (const engine::Failure& failure) {
            QCOMPARE(failure.error().code, std::string("engine.not_loadable"));
            QVERIFY(!failure.error().detail.empty());
        }
    }
};

QTEST_GUILESS_MAIN(ModelServiceTest)
#include "model_service_test.moc"
