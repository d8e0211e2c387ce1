// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/services/service_test.h"

#include <QSignalSpy>

using namespace trutina;
using contracts::Nothing;

namespace {
storage::NewVote voteFor(const contracts::ItemSheet& sheet, std::size_t candidate) {
    storage::NewVote vote;
    vote.item = sheet.item.id;
    vote.winner = sheet.item.candidates.at(candidate).id;
    vote.shownOrder = sheet.shownOrder.id;
    return vote;
}
} // namespace

class ProjectServiceTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void repliesOnlyAfterTheCallHasReturned() {
        testing::ServiceFixture fixture;
        bool hasReplied = false;
        fixture.project().createProject(fixture.path("a.trutina"), storage::MediaPolicy::Copy, &fixture.guard,
                                        [&](const contracts::Outcome<storage::ProjectInfo>&) { hasReplied = true; });
        QVERIFY(!hasReplied);
        QVERIFY(!fixture.project().project());
        QVERIFY(QTest::qWaitFor([&] { return hasReplied; }, testing::ServiceFixture::kPatience));
        QVERIFY(fixture.project().project());
    }

    void refusesEveryQuestionWhileNoProjectIsOpen() {
        testing::ServiceFixture fixture;
        const auto outcome = fixture.ask<std::vector<storage::ItemSummary>>(
            [&](auto reply) { fixture.project().listItems({}, &fixture.guard, std::move(reply)); });
        QVERIFY(outcome && outcome->isProblem());
        QCOMPARE(outcome->problem().code, QStringLiteral("project.none"));
        QVERIFY(!outcome->problem().hint.isEmpty());
    }

    void anOpenProjectStaysWhenAnotherCannotBeOpened() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QSignalSpy closed(&fixture.project(), &contracts::ProjectDesk::projectClosed);
        const auto outcome = fixture.ask<storage::ProjectInfo>([&](auto reply) {
            fixture.project().openProject(fixture.path("absent.trutina"), false, &fixture.guard, std::move(reply));
        });
        QVERIFY(outcome && outcome->isProblem());
        QCOMPARE(outcome->problem().code, QStringLiteral("project.not_found"));
        QVERIFY(fixture.project().project());
        QCOMPARE(closed.size(), 0);
        QCOMPARE(fixture.addItems(1).size(), std::size_t{1});
    }

    void anAddedItemCanBeListedLoadedAndFound() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QSignalSpy changed(&fixture.project(), &contracts::ProjectDesk::itemsChanged);
        const auto ids = fixture.addItems(3);
        QCOMPARE(ids.size(), std::size_t{3});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(fixture.project().project()->counts.all, 3);
        const auto list = fixture.ask<std::vector<storage::ItemSummary>>(
            [&](auto reply) { fixture.project().listItems({}, &fixture.guard, std::move(reply)); });
        QVERIFY(list && list->isValue());
        QCOMPARE(list->value().size(), std::size_t{3});
        const auto sheet = fixture.sheet(ids[1]);
        QVERIFY(sheet);
        QCOMPARE(sheet->item.number, 2);
        QCOMPARE(sheet->shownOrder.candidates.size(), std::size_t{2});
        const auto next = fixture.ask<storage::ItemId>([&](auto reply) {
            fixture.project().findItem(1, true, storage::ItemProgress::All, &fixture.guard, std::move(reply));
        });
        QVERIFY(next && next->isValue());
        QVERIFY(next->value() == ids[1]);
        const auto none = fixture.ask<storage::ItemId>([&](auto reply) {
            fixture.project().findItem(1, false, storage::ItemProgress::All, &fixture.guard, std::move(reply));
        });
        QVERIFY(none && none->isValue() && !none->value().isValid());
    }

    void aVoteCanBeUndoneAndRedone() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        const auto id = fixture.addItems(1).at(0);
        const auto before = fixture.sheet(id);
        QVERIFY(before);
        QSignalSpy saved(&fixture.project(), &contracts::ProjectDesk::savedChanged);
        QSignalSpy itemChanged(&fixture.project(), &contracts::ProjectDesk::itemChanged);
        const auto vote = fixture.ask<storage::VoteRecord>(
            [&](auto reply) { fixture.project().vote(voteFor(*before, 1), &fixture.guard, std::move(reply)); });
        QVERIFY(vote && vote->isValue());
        QCOMPARE(itemChanged.size(), 1);
        QCOMPARE(saved.size(), 2);
        QCOMPARE(saved.at(0).at(0).toBool(), false);
        QCOMPARE(saved.at(1).at(0).toBool(), true);
        QVERIFY(!fixture.project().journalState().undoText.empty());
        QCOMPARE(fixture.project().project()->counts.decided, 1);

        const auto undone =
            fixture.ask<storage::ItemId>([&](auto reply) { fixture.project().undo(&fixture.guard, std::move(reply)); });
        QVERIFY(undone && undone->isValue());
        QVERIFY(undone->value() == id);
        QVERIFY(!fixture.sheet(id)->vote);
        const auto redone =
            fixture.ask<storage::ItemId>([&](auto reply) { fixture.project().redo(&fixture.guard, std::move(reply)); });
        QVERIFY(redone && redone->isValue());
        QVERIFY(redone->value() == id);
        QVERIFY(fixture.sheet(id)->vote->winner == before->item.candidates[1].id);
    }

    void aRefusedVoteIsAProblemAndChangesNothing() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        const auto id = fixture.addItems(1).at(0);
        storage::NewVote vote;
        vote.item = id; // a winner is missing
        const auto outcome =
            fixture.ask<storage::VoteRecord>([&](auto reply) { fixture.project().vote(vote, &fixture.guard, std::move(reply)); });
        QVERIFY(outcome && outcome->isProblem());
        QCOMPARE(outcome->problem().code, QStringLiteral("vote.invalid"));
        QVERIFY(!fixture.sheet(id)->vote);
    }

    void votesThatAreOnTheirWayAreOnDiskAfterTheEnd() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        const auto ids = fixture.addItems(20);
        for (const auto id : ids) {
            const auto sheet = fixture.sheet(id);
            QVERIFY(sheet);
            fixture.project().vote(voteFor(*sheet, 0), nullptr, {});
        }
        fixture.services.reset(); // without running the event loop
        const auto project = storage::Project::open(fixture.folder.path() / "cups.trutina");
        QCOMPARE(project->counts().decided, 20);
    }

    void aReplyIsDroppedWhenItsGuardIsGone() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        auto guard = std::make_unique<QObject>();
        bool hasReplied = false;
        fixture.project().listItems({}, guard.get(),
                                    [&](const contracts::Outcome<std::vector<storage::ItemSummary>>&) { hasReplied = true; });
        guard.reset();
        QCOMPARE(fixture.addItems(1).size(), std::size_t{1}); // the same thread, later: the first reply would have come by now
        QVERIFY(!hasReplied);
    }

    void closingForgetsTheProjectAndItsAnswers() {
        testing::ServiceFixture fixture;
        QVERIFY(fixture.createProject());
        QSignalSpy closed(&fixture.project(), &contracts::ProjectDesk::projectClosed);
        fixture.project().closeProject();
        QCOMPARE(closed.size(), 1);
        QVERIFY(!fixture.project().project());
        const auto opened = fixture.ask<storage::ProjectInfo>([&](auto reply) {
            fixture.project().openProject(fixture.path("cups.trutina"), false, &fixture.guard, std::move(reply));
        });
        QVERIFY(opened && opened->isValue());
    }

    void aPastedPictureBecomesAFileThatAnItemCanTake() {
        for (const auto policy : {storage::MediaPolicy::Copy, storage::MediaPolicy::Reference}) {
            testing::ServiceFixture fixture;
            QVERIFY(fixture.createProject("cups.trutina", policy));
            const auto kept = fixture.ask<QString>([&](auto reply) {
                fixture.project().keepPastedPicture(QByteArrayLiteral("\x89PNG bytes"), &fixture.guard, std::move(reply));
            });
            QVERIFY(kept && kept->isValue());
            auto item = testing::ServiceFixture::item("What is it?");
            item.media = {{kept->value().toStdString(), storage::MediaReading::Image}};
            const auto ids = fixture.addItems({item});
            QCOMPARE(ids.size(), std::size_t{1});
            const auto sheet = fixture.sheet(ids[0]);
            QVERIFY(sheet);
            QVERIFY(sheet->item.media.at(0).state == storage::MediaState::Present);
        }
    }
};

QTEST_GUILESS_MAIN(ProjectServiceTest)
#include "project_service_test.moc"
