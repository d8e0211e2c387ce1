// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/item_draft.h"

#include <QTest>

using namespace trutina;
using namespace trutina::ui;

class ItemDraftTest : public QObject {
    Q_OBJECT

    static ItemDraft complete() {
        ItemDraft draft;
        draft.content.prompt[0].content = "Which cup is fuller?";
        draft.setCandidateText(0, QStringLiteral("The white one."));
        draft.setCandidateText(1, QStringLiteral("Both."));
        return draft;
    }

  private Q_SLOTS:
    void aNewDraftSaysWhatIsMissing() {
        const QStringList problems = ItemDraft().problems();
        QCOMPARE(problems.size(), 3); // prompt, answer 1, answer 2
        QVERIFY(problems.at(0).contains(QStringLiteral("prompt")));
        QVERIFY(problems.at(1).contains(QStringLiteral("Answer 1")));
    }

    void aCompleteDraftHasNoProblems() { QCOMPARE(complete().problems(), QStringList()); }

    void aSingleAnswerIsNotEnough() {
        ItemDraft draft = complete();
        draft.removeCandidate(1);
        QCOMPARE(draft.problems().size(), 1);
    }

    void nineAnswersAreTheMost() {
        ItemDraft draft = complete();
        while (draft.canAddCandidate()) {
            draft.addCandidate();
        }
        draft.addCandidate();
        QCOMPARE(draft.content.candidates.size(), std::size_t{9});
    }

    void anEditedCopyIsAFurtherAnswerNamedAfterItsWriter() {
        ItemDraft draft = complete();
        draft.content.candidates[1].name = "quill-2";
        draft.addEditedCopy(1, QStringLiteral("Both are half full."));
        draft.addEditedCopy(0, QStringLiteral("Neither."));
        QCOMPARE(draft.content.candidates.size(), std::size_t{4});
        QCOMPARE(draft.candidateText(2), QStringLiteral("Both are half full."));
        QCOMPARE(draft.content.candidates[2].name, std::string("quill-2, edited"));
        QCOMPARE(draft.problems(), QStringList());
        while (draft.canAddCandidate()) {
            draft.addCandidate();
        }
        draft.addEditedCopy(1, QStringLiteral("One too many."));
        QCOMPARE(draft.content.candidates.size(), std::size_t{9});
    }

    void equalAnswersAreNamed() {
        ItemDraft draft = complete();
        draft.setCandidateText(1, QStringLiteral("The white one."));
        QCOMPARE(draft.problems().size(), 1);
        QVERIFY(draft.problems().at(0).contains(QStringLiteral("1 and 2")));
    }

    void aMissingPictureIsNamedByItsFile() {
        ItemDraft draft = complete();
        draft.addMedia(QStringLiteral("/nowhere/cat.png"));
        QCOMPARE(draft.problems().size(), 1);
        QVERIFY(draft.problems().at(0).contains(QStringLiteral("cat.png")));
    }

    void movingKeepsNamesWithTheirAnswers() {
        ItemDraft draft = complete();
        draft.content.candidates[0].name = "a";
        draft.content.candidates[1].name = "b";
        draft.moveCandidate(0, 1);
        QCOMPARE(draft.content.candidates[1].name, std::string("a"));
        QCOMPARE(draft.candidateText(1), QStringLiteral("The white one."));
        draft.moveCandidate(0, 7);
        QCOMPARE(draft.content.candidates[0].name, std::string("b"));
    }

    void editingLooksAtTheItemAsItWas() {
        storage::ItemRecord record;
        record.prompt = {{"user", "Q"}};
        record.candidates = {{{1}, 0, {{"assistant", "A"}}, "x", {}}, {{2}, 1, {{"assistant", "B"}}, "y", {}}};
        record.tags = {"t"};
        record.meta = R"({"k":1})";
        ItemDraft draft(record);
        const storage::NewItem original = draft.finished();
        QVERIFY(!draft.isChangedFrom(original));
        draft.setCandidateText(0, QStringLiteral("A "));
        QVERIFY(draft.isChangedFrom(original));
        QCOMPARE(draft.finished().meta, record.meta);
        QCOMPARE(draft.finished().tags, record.tags);
    }

    void textIsKeptByteForByte() {
        ItemDraft draft = complete();
        draft.setCandidateText(0, QStringLiteral("  <ImageHere>\n\tüber 猫 "));
        QCOMPARE(draft.finished().candidates[0].turns[0].content, std::string("  <ImageHere>\n\tüber 猫 "));
    }

    void anAnimationIsReadAsAVideoWhenTheUserSaysSo() {
        ItemDraft draft;
        draft.addMedia(QStringLiteral("/pictures/loading.GIF"));
        draft.addMedia(QStringLiteral("/pictures/cat.png"));
        QVERIFY(draft.canBeVideo(0));
        QVERIFY(!draft.canBeVideo(1));
        QVERIFY(!draft.isReadAsVideo(0));
        draft.setReadAsVideo(0, true);
        QVERIFY(draft.content.media[0].as == storage::MediaReading::Video);
        draft.setReadAsVideo(0, false);
        QVERIFY(draft.content.media[0].as == storage::MediaReading::Automatic);
    }
};

QTEST_GUILESS_MAIN(ItemDraftTest)
#include "item_draft_test.moc"
