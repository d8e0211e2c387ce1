// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/services/service_test.h"

#include <QSignalSpy>

#include <chrono>

using namespace trutina;
using Scores = std::vector<storage::MeasurementRecord>;
using testing::ServiceFixture;

class ScoringServiceTest : public QObject {
    Q_OBJECT

    static bool waitFor(const std::function<bool()>& condition) { return QTest::qWaitFor(condition, ServiceFixture::kPatience); }
    static std::optional<contracts::Outcome<contracts::DraftScore>> rescore(ServiceFixture& fixture, storage::ItemId item,
                                                                            storage::CandidateId candidate, const QString& text) {
        return fixture.ask<contracts::DraftScore>(
            [&](auto reply) { fixture.scoring().rescore(item, candidate, text, &fixture.guard, std::move(reply)); });
    }

  private Q_SLOTS:
    void scoresAnItemAndStoresWhatCameOut() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto id = fixture.addItems(1).at(0);
        QSignalSpy scored(&fixture.scoring(), &contracts::ScoringDesk::itemScored);
        QSignalSpy changed(&fixture.project(), &contracts::ProjectDesk::itemChanged);
        const auto outcome = fixture.score(id);
        QVERIFY(outcome && outcome->isValue());
        QCOMPARE(outcome->value().size(), std::size_t{2});
        QCOMPARE(outcome->value()[0].values.at(0), 0.75);
        QCOMPARE(outcome->value()[1].values.at(0), 2.75);
        QVERIFY(outcome->value()[0].id.isValid());
        QCOMPARE(scored.size(), 1);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(fixture.sheet(id)->scores.size(), std::size_t{2});
    }

    void takesStoredScoresOfTheSameSettingAsTheyAre() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto id = fixture.addItems(1).at(0);
        const auto first = fixture.score(id);
        const auto second = fixture.score(id);
        QVERIFY(second && second->isValue());
        QCOMPARE(fixture.control->scored.load(), 1);
        QVERIFY(first->value()[0].id == second->value()[0].id);

        engine::ScoreOptions options;
        options.hdNum = 4;
        fixture.services->scoring().setOptions(options);
        QVERIFY(fixture.score(id)->isValue());
        QCOMPARE(fixture.control->scored.load(), 2);

        QVERIFY(fixture.loadModel("dog"));
        QVERIFY(fixture.score(id)->isValue());
        QCOMPARE(fixture.control->scored.load(), 3);
        QCOMPARE(fixture.sheet(id)->scores.at(0).setting.modelName, std::string("dog"));
    }

    void withoutAModelThereIsAReadableProblem() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        const auto outcome = fixture.score(fixture.addItems(1).at(0));
        QVERIFY(outcome && outcome->isProblem());
        QCOMPARE(outcome->problem().code, QStringLiteral("model.none"));
    }

    void aRequestWaitsForTheModelThatIsBeingLoaded() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        const auto id = fixture.addItems(1).at(0);
        fixture.control->hold = true;
        engine::LoadOptions options;
        options.directory = "cat";
        fixture.model().load(options, nullptr, {});
        std::optional<contracts::Outcome<Scores>> outcome;
        fixture.scoring().scoreItem(id, &fixture.guard, [&](const contracts::Outcome<Scores>& value) { outcome.emplace(value); });
        fixture.control->hold = false;
        QVERIFY(waitFor([&] { return outcome.has_value(); }));
        QVERIFY(outcome->isValue());
    }

    void aRequestFailsWithTheModelThatCouldNotBeLoaded() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        const auto id = fixture.addItems(1).at(0);
        fixture.control->hold = true;
        engine::LoadOptions options;
        options.directory = "broken";
        fixture.model().load(options, nullptr, {});
        std::optional<contracts::Outcome<Scores>> outcome;
        fixture.scoring().scoreItem(id, &fixture.guard, [&](const contracts::Outcome<Scores>& value) { outcome.emplace(value); });
        fixture.control->hold = false;
        QVERIFY(waitFor([&] { return outcome.has_value(); }));
        QVERIFY(outcome->isProblem());
        QCOMPARE(outcome->problem().code, QStringLiteral("checkpoint.tensor_missing"));
    }

    void cancellingARunningJobIsAnOutcomeAndStopsTheModel() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto id = fixture.addItems(1).at(0);
        fixture.control->hold = true;
        int outcomes = 0;
        bool isCancelled = false;
        const auto job = fixture.scoring().scoreItem(id, &fixture.guard, [&](const contracts::Outcome<Scores>& value) {
            ++outcomes;
            isCancelled = value.isCancelled();
        });
        QVERIFY(waitFor([&] { return fixture.control->scoring == 1; }));
        fixture.scoring().cancel(job);
        QVERIFY(waitFor([&] { return outcomes > 0 && fixture.control->scoring == 0; }));
        QVERIFY(isCancelled);
        QCOMPARE(fixture.control->cancelled.load(), 1);
        fixture.control->hold = false;
        QVERIFY2(fixture.score(id)->isValue(), "it can be asked for again");
        QCOMPARE(outcomes, 1);
    }

    void reportsStageAndFractionThatNeverFalls() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto id = fixture.addItems(1).at(0);
        fixture.control->stepMilliseconds = 25;
        QList<contracts::JobState> seen;
        QList<contracts::JobState> last;
        QObject::connect(&fixture.scoring(), &contracts::ScoringDesk::jobsChanged, &fixture.guard,
                         [&](const QList<contracts::JobState>& jobs) {
                             seen += jobs;
                             last = jobs;
                         });
        QVERIFY(fixture.score(id)->isValue());
        QVERIFY(waitFor([&] { return last.isEmpty(); }));
        QVERIFY(seen.size() >= 2);
        for (int i = 1; i < seen.size(); ++i) {
            QVERIFY(seen[i].fraction >= seen[i - 1].fraction);
        }
        QVERIFY(!seen.back().stage.isEmpty());
        QVERIFY(seen.back().title.contains(u'1'));
    }

    void anUrgentItemTakesThePlaceOfABackgroundOne() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto ids = fixture.addItems(3);
        fixture.control->hold = true;
        fixture.scoring().prepareItems({ids[0], ids[1]});
        QVERIFY(waitFor([&] { return fixture.control->scoring == 1; }));
        std::optional<contracts::Outcome<Scores>> outcome;
        fixture.scoring().scoreItem(ids[2], &fixture.guard,
                                    [&](const contracts::Outcome<Scores>& value) { outcome.emplace(value); });
        QVERIFY(waitFor([&] { return fixture.control->begun().size() == 2; }));
        fixture.control->hold = false;
        QVERIFY(waitFor([&] { return outcome.has_value() && fixture.control->scored == 3; }));
        const std::vector<std::string> expected{"prompt 1", "prompt 3", "prompt 1", "prompt 2"};
        QCOMPARE(fixture.control->begun(), expected);
    }

    void anItemThatSeveralWantIsComputedOnce() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto ids = fixture.addItems(1);
        fixture.control->hold = true;
        fixture.scoring().prepareItems(ids);
        QVERIFY(waitFor([&] { return fixture.control->scoring == 1; }));
        int outcomes = 0;
        const auto count = [&](const contracts::Outcome<Scores>& value) { outcomes += value.isValue() ? 1 : 0; };
        fixture.scoring().scoreItem(ids[0], &fixture.guard, count);
        const auto cancelled = fixture.scoring().scoreItem(ids[0], &fixture.guard, {});
        fixture.scoring().scoreItem(ids[0], &fixture.guard, count);
        fixture.scoring().cancel(cancelled); // the others still want it
        fixture.control->hold = false;
        QVERIFY(waitFor([&] { return outcomes == 2; }));
        QCOMPARE(fixture.control->begun().size(), std::size_t{1});
    }

    void aNewListReplacesTheOneBefore() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto ids = fixture.addItems(4);
        fixture.control->hold = true;
        fixture.scoring().prepareItems({ids[0], ids[1], ids[2]});
        QVERIFY(waitFor([&] { return fixture.control->scoring == 1; }));
        fixture.scoring().prepareItems({ids[3]});
        fixture.control->hold = false;
        QVERIFY(waitFor([&] { return fixture.control->scored == 1 && fixture.control->scoring == 0; }));
        const std::vector<std::string> expected{"prompt 1", "prompt 4"};
        QCOMPARE(fixture.control->begun(), expected);
    }

    void scoresAllItemsAsOneJobAndGoesOnAfterABadOne() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const std::string picture = (fixture.folder.path() / "a.png").string();
        std::ofstream(picture) << "picture";
        auto withPicture = ServiceFixture::item("with a picture");
        withPicture.media = {{picture, storage::MediaReading::Image}};
        const auto ids = fixture.addItems(
            {ServiceFixture::item("first"), withPicture, ServiceFixture::item("please FAIL"), ServiceFixture::item("last")});
        QCOMPARE(ids.size(), std::size_t{4});
        std::filesystem::remove(fixture.sheet(ids[1])->item.media.at(0).path);

        const auto outcome = fixture.ask<int>([&](auto reply) { fixture.scoring().scoreAll(&fixture.guard, std::move(reply)); });
        QVERIFY(outcome && outcome->isValue());
        QCOMPARE(outcome->value(), 2);
        const auto missing = fixture.score(ids[1]);
        QVERIFY(missing && missing->isProblem());
        QCOMPARE(missing->problem().code, QStringLiteral("media.missing"));
        QVERIFY(missing->problem().message.contains(QStringLiteral("a.png")));
        const auto refused = fixture.score(ids[2]);
        QVERIFY(refused && refused->isProblem());
        QCOMPARE(refused->problem().code, QStringLiteral("fake.refused"));

        const auto again = fixture.ask<int>([&](auto reply) { fixture.scoring().scoreAll(&fixture.guard, std::move(reply)); });
        QVERIFY2(again && again->isProblem(), "nothing new but the bad ones");
    }

    void cancellingAllEndsTheSeries() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        QCOMPARE(fixture.addItems(5).size(), std::size_t{5});
        fixture.control->hold = true;
        std::optional<contracts::Outcome<int>> outcome;
        fixture.scoring().scoreAll(&fixture.guard, [&](const contracts::Outcome<int>& value) { outcome.emplace(value); });
        QVERIFY(waitFor([&] { return fixture.control->scoring == 1; }));
        fixture.scoring().cancelAll();
        QVERIFY(waitFor([&] { return outcome.has_value() && fixture.control->scoring == 0; }));
        QVERIFY(outcome->isCancelled());
        QCOMPARE(fixture.control->begun().size(), std::size_t{1});
    }

    void closingTheProjectCancelsItsScoring() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto id = fixture.addItems(1).at(0);
        fixture.control->hold = true;
        std::optional<contracts::Outcome<Scores>> outcome;
        fixture.scoring().scoreItem(id, &fixture.guard, [&](const contracts::Outcome<Scores>& value) { outcome.emplace(value); });
        QVERIFY(waitFor([&] { return fixture.control->scoring == 1; }));
        fixture.project().closeProject();
        QVERIFY(waitFor([&] { return outcome.has_value() && fixture.control->scoring == 0; }));
        QVERIFY(outcome->isCancelled());
    }

    void aDraftIsScoredAloneAndNeverStored() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto id = fixture.addItems(1).at(0);
        const auto candidate = fixture.sheet(id)->item.candidates.at(1).id;
        const auto draft = rescore(fixture, id, candidate, QStringLiteral("12345678"));
        QVERIFY(draft && draft->isValue());
        QCOMPARE(draft->value().score, 2.0);
        QVERIFY(fixture.sheet(id)->scores.empty());
        QCOMPARE(fixture.control->kept(), engine::Keep::Candidates);
        const auto gone = rescore(fixture, id, storage::CandidateId{9999}, QStringLiteral("x"));
        QVERIFY(gone && gone->isProblem());
        QCOMPARE(gone->problem().code, QStringLiteral("candidate.not_found"));
    }

    void theLastKeystrokeWins() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto ids = fixture.addItems(2);
        const auto candidate = fixture.sheet(ids[0])->item.candidates.at(0).id;
        fixture.control->hold = true;
        fixture.scoring().prepareItems({ids[1]});
        QVERIFY(waitFor([&] { return fixture.control->scoring == 1; }));
        QStringList ends;
        const auto type = [&](const QString& text) {
            fixture.scoring().rescore(ids[0], candidate, text, &fixture.guard,
                                      [&ends, text](const contracts::Outcome<contracts::DraftScore>& outcome) {
                                          ends << text + QLatin1String(outcome.isValue() ? " scored" : " cancelled");
                                      });
        };
        type(QStringLiteral("a"));
        // What was only prepared gives way, and so does the text before.
        QVERIFY(waitFor([&] { return fixture.control->begun().size() == 2; }));
        type(QStringLiteral("ab"));
        QVERIFY(waitFor([&] { return fixture.control->begun().size() >= 3 && fixture.control->cancelled >= 2; }));
        type(QStringLiteral("abc"));
        type(QStringLiteral("abcd"));
        fixture.control->hold = false;
        QVERIFY(waitFor([&] { return ends.size() == 4; }));
        QCOMPARE(ends, QStringList({QStringLiteral("a cancelled"), QStringLiteral("ab cancelled"),
                                    QStringLiteral("abc cancelled"), QStringLiteral("abcd scored")}));
    }

    void aDraftEndsWithTheEditorTheModelAndTheProject() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        const auto id = fixture.addItems(1).at(0);
        const auto candidate = fixture.sheet(id)->item.candidates.at(0).id;
        const auto none = rescore(fixture, id, candidate, QStringLiteral("x"));
        QVERIFY(none && none->isProblem());
        QCOMPARE(none->problem().code, QStringLiteral("model.none"));
        QVERIFY(fixture.loadModel());
        fixture.control->hold = true;
        const std::vector<std::function<void()>> ends = {[&] { fixture.scoring().cancelRescore(); },
                                                         [&] { fixture.model().unload(); },
                                                         [&] { fixture.project().closeProject(); }};
        for (const auto& end : ends) {
            std::optional<contracts::Outcome<contracts::DraftScore>> outcome;
            if (fixture.model().state() != contracts::ModelState::Ready) {
                fixture.control->hold = false;
                QVERIFY(fixture.loadModel());
                fixture.control->hold = true;
            }
            fixture.scoring().rescore(id, candidate, QStringLiteral("x"), &fixture.guard,
                                      [&](const contracts::Outcome<contracts::DraftScore>& value) { outcome.emplace(value); });
            QVERIFY(waitFor([&] { return fixture.control->scoring == 1; }));
            end();
            QVERIFY(waitFor([&] { return outcome.has_value() && fixture.control->scoring == 0; }));
            QVERIFY(outcome->isCancelled());
        }
    }

    void weightsInEightBitsAndFrameLabelsMakeScoresOfTheirOwn() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto id = fixture.addItems(1).at(0);
        QVERIFY(fixture.score(id)->isValue());
        fixture.scoring().setSettings({9, 16384, false});
        QVERIFY(fixture.score(id)->isValue());
        QCOMPARE(fixture.control->scored.load(), 2);
        QVERIFY(!fixture.sheet(id)->scores.at(0).setting.frameLabels);
        engine::LoadOptions options;
        options.directory = "cat";
        options.int8Weights = true;
        QVERIFY(fixture.ask<engine::ModelInfo>([&](auto reply) { fixture.model().load(options, &fixture.guard, reply); }));
        QVERIFY(fixture.score(id)->isValue());
        QCOMPARE(fixture.control->scored.load(), 3);
        QCOMPARE(fixture.sheet(id)->scores.at(0).setting.weightType, std::string("int8"));
    }

    void endsCleanlyWhileScoring() {
        ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QVERIFY(fixture.loadModel());
        const auto ids = fixture.addItems(3);
        fixture.control->hold = true; // for ever, unless it is cancelled
        bool hasReplied = false;
        fixture.scoring().scoreItem(ids[0], nullptr, [&](const contracts::Outcome<Scores>&) { hasReplied = true; });
        fixture.scoring().prepareItems(ids);
        QVERIFY(waitFor([&] { return fixture.control->scoring == 1; }));
        fixture.services.reset();
        QCOMPARE(fixture.control->scoring.load(), 0);
        QCoreApplication::processEvents();
        QVERIFY(!hasReplied);
    }
};

QTEST_GUILESS_MAIN(ScoringServiceTest)
#include "scoring_service_test.moc"
