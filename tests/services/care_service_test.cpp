// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/services/service_test.h"
#include "ui/contracts/care_desk.h"

#include <QSignalSpy>

using namespace trutina;
using contracts::Nothing;

class CareServiceTest : public QObject {
    Q_OBJECT

    /// A project with an item that two annotators judged differently, one that is there twice, and one of the same answers.
    static std::vector<storage::ItemId> fill(testing::ServiceFixture& fixture) {
        using Fixture = testing::ServiceFixture;
        auto disputed = Fixture::item("disputed");
        for (const auto& [name, winner] : {std::pair("bo", 0), std::pair("cy", 1)}) {
            storage::ImportedVote vote;
            vote.annotator = name;
            vote.winner = winner;
            vote.note = std::string(name) + " says so";
            disputed.votes.push_back(vote);
        }
        return fixture.addItems(
            {disputed, Fixture::item("twice"), Fixture::item("twice"), Fixture::item("same", {"Yes.", "Yes. "})});
    }

    static std::vector<storage::Finding> findings(testing::ServiceFixture& fixture) {
        const auto outcome = fixture.ask<std::vector<storage::Finding>>(
            [&](auto reply) { fixture.care().examine(&fixture.guard, std::move(reply)); });
        return outcome && outcome->isValue() ? outcome->value() : std::vector<storage::Finding>();
    }

  private Q_SLOTS:
    void saysSoWhenNoProjectIsOpen() {
        testing::ServiceFixture fixture;
        const auto outcome = fixture.ask<contracts::AgreementReport>(
            [&](auto reply) { fixture.care().readAgreement(&fixture.guard, std::move(reply)); });
        QVERIFY(outcome && outcome->isProblem());
        QCOMPARE(outcome->problem().code, QStringLiteral("project.none"));
    }

    void findsCuresAndUndoes() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        fill(fixture);
        QSignalSpy jobs(&fixture.care(), &contracts::CareDesk::jobsChanged);
        const auto found = findings(fixture);
        QCOMPARE(found.size(), std::size_t{3});
        QCOMPARE(found[0].kind, std::string("identical_answers"));
        QCOMPARE(found[1].kind, std::string("duplicate_items"));
        QCOMPARE(found[2].kind, std::string("contradicting_votes"));
        QTRY_VERIFY(!jobs.isEmpty());

        QSignalSpy items(&fixture.project(), &contracts::ProjectDesk::itemsChanged);
        const auto cured = fixture.ask<storage::CureReport>(
            [&](auto reply) { fixture.care().cure(QStringLiteral("duplicate_items"), &fixture.guard, std::move(reply)); });
        QVERIFY(cured && cured->isValue());
        QCOMPARE(cured->value().itemsRemoved, 1);
        QTRY_COMPARE(fixture.project().project()->counts.all, 3);
        QTRY_VERIFY(!items.isEmpty());
        const auto undone =
            fixture.ask<storage::ItemId>([&](auto reply) { fixture.project().undo(&fixture.guard, std::move(reply)); });
        QVERIFY(undone && undone->isValue());
        QCOMPARE(fixture.project().project()->counts.all, 4);
        const auto wrong = fixture.ask<storage::CureReport>(
            [&](auto reply) { fixture.care().cure(QStringLiteral("always_first"), &fixture.guard, std::move(reply)); });
        QVERIFY(wrong && wrong->isProblem());
        QCOMPARE(wrong->problem().code, QStringLiteral("doctor.no_cure"));
    }

    void cancellingIsNoError() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        fixture.addItems(2000);
        const auto outcome = fixture.ask<std::vector<storage::Finding>>([&](auto reply) {
            const auto job = fixture.care().examine(&fixture.guard, std::move(reply));
            fixture.care().cancel(job);
        });
        QVERIFY(outcome && outcome->isCancelled());
    }

    void plansAndMergesAnotherProject() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        fill(fixture);
        const auto file = fixture.folder.path() / "bo.trutina";
        {
            const auto original = storage::Project::open(fixture.folder.path() / "cups.trutina",
                                                         {.annotator = {}, .readOnly = true, .takeOverLock = false, .clock = {}});
            original->backup(file);
            const auto other =
                storage::Project::open(file, {.annotator = "di", .readOnly = false, .takeOverLock = false, .clock = {}});
            const auto item = other->items({}).front().id;
            storage::NewVote vote;
            vote.item = item;
            vote.winner = other->item(item).candidates[0].id;
            (void)other->vote(vote);
        }
        const auto ask = [&](bool isReal) {
            return fixture.ask<storage::MergeReport>([&](auto reply) {
                if (isReal) {
                    fixture.care().merge(fixture.path("bo.trutina"), &fixture.guard, std::move(reply));
                } else {
                    fixture.care().planMerge(fixture.path("bo.trutina"), &fixture.guard, std::move(reply));
                }
            });
        };
        const auto plan = ask(false);
        QVERIFY(plan && plan->isValue());
        QCOMPARE(plan->value().votesAdded, 1);
        QVERIFY(fixture.project().journalState().undoText.find("merge") == std::string::npos);
        const auto merged = ask(true);
        QVERIFY(merged && merged->isValue());
        QTRY_VERIFY(fixture.project().journalState().undoText.find("merge of bo.trutina") != std::string::npos);
        const auto again = ask(true);
        QVERIFY(again && again->isValue() && !again->value().hasChanged);
    }

    void disputesHaveNoNamesAndAnOrderOfTheirOwn() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        std::vector<storage::NewItem> many;
        for (int number = 0; number < 24; ++number) {
            auto item = testing::ServiceFixture::item("item " + std::to_string(number));
            for (const auto& [name, winner] : {std::pair("bo", 0), std::pair("cy", 1)}) {
                storage::ImportedVote vote;
                vote.annotator = name;
                vote.winner = winner;
                item.votes.push_back(vote);
            }
            many.push_back(item);
        }
        const auto ids = fixture.addItems(many);
        const auto report = fixture.ask<contracts::AgreementReport>(
            [&](auto reply) { fixture.care().readAgreement(&fixture.guard, std::move(reply)); });
        QVERIFY(report && report->isValue());
        QCOMPARE(report->value().items.size(), ids.size());
        int firstOfBo = 0;
        for (const auto id : ids) {
            const auto dispute = fixture.ask<contracts::Dispute>(
                [&](auto reply) { fixture.care().loadDispute(id, &fixture.guard, std::move(reply)); });
            QVERIFY(dispute && dispute->isValue());
            QCOMPARE(dispute->value().votes.size(), std::size_t{2});
            QVERIFY(!dispute->value().settled);
            firstOfBo += dispute->value().votes[0].winner == dispute->value().item.candidates[0].id ? 1 : 0;
        }
        QVERIFY2(firstOfBo > 2 && firstOfBo < 22, "the order must not tell who is who");
    }

    void aDisputeIsSettledAndOpenedAgain() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        const auto id = fill(fixture).front();
        const auto load = [&] {
            return fixture
                .ask<contracts::Dispute>([&](auto reply) { fixture.care().loadDispute(id, &fixture.guard, std::move(reply)); })
                ->value();
        };
        storage::NewVote vote;
        vote.item = id;
        vote.decision = storage::Decision::Tie;
        vote.note = "both are fine";
        vote.kind = storage::VoteKind::Adjudication;
        const auto stored =
            fixture.ask<storage::VoteRecord>([&](auto reply) { fixture.project().vote(vote, &fixture.guard, std::move(reply)); });
        QVERIFY(stored && stored->isValue());
        QCOMPARE(load().votes.size(), std::size_t{2});
        QVERIFY(load().settled);
        QCOMPARE(load().settled->note, std::string("both are fine"));
        QSignalSpy changed(&fixture.project(), &contracts::ProjectDesk::itemChanged);
        const auto opened =
            fixture.ask<Nothing>([&](auto reply) { fixture.care().withdrawAdjudication(id, &fixture.guard, std::move(reply)); });
        QVERIFY(opened && opened->isValue());
        QCOMPARE(changed.size(), 1);
        QVERIFY(!load().settled);
    }
};

QTEST_GUILESS_MAIN(CareServiceTest)
#include "care_service_test.moc"
