// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desks.h"
#include "tests/support/sample_items.h"
#include "tests/support/temporary_directory.h"
#include "ui/models/video_player.h"
#include "ui/pages/compare/answer_editor.h"
#include "ui/pages/compare/candidate_grid.h"
#include "ui/pages/compare/candidate_pane.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/compare/note_editor.h"
#include "ui/pages/compare/score_strip_view.h"
#include "ui/style/theme.h"
#include "ui/widgets/answer_pane.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/decision_bar.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/media_view.h"
#include "ui/widgets/video_bar.h"
#include "ui/widgets/video_timeline.h"

#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QUrl>

#include <memory>

using namespace trutina;
using namespace trutina::ui;

namespace {

constexpr qint64 keyPause = CompareState::keyPauseMilliseconds;

/// The page on fake desks, with a clock that moves when told.
struct Stage {
    testing::FakeDesks desks;
    qint64 now = 1000;
    std::unique_ptr<ComparePage> page;

    explicit Stage(const std::vector<storage::NewItem>& items, bool hasModel = true, bool trained = true) {
        QSettings().clear();
        if (hasModel) {
            engine::ModelInfo model;
            model.inspection.trained = trained;
            desks.model.setModel(model);
        }
        page = std::make_unique<ComparePage>(desks.desks());
        page->setClock([this] { return now; });
        page->resize(1200, 800);
        page->show();
        page->activateWindow();
        if (!items.empty()) {
            desks.project.fill(items);
        }
        settle();
        now += keyPause;
    }
    static void settle() {
        for (int k = 0; k < 12; ++k) {
            QCoreApplication::processEvents();
        }
    }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QWidget* target = QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : page.get();
        QTest::keyClick(target, static_cast<Qt::Key>(key), modifiers);
        settle();
    }
    void later() { now += keyPause; }
    [[nodiscard]] int shownNumber() const { return page->state().hasItem() ? page->state().item().number : 0; }
    [[nodiscard]] CandidatePane* pane(int slot) const { return page->findChild<CandidateGrid*>()->pane(slot); }
    [[nodiscard]] QString strip() const { return page->findChild<ScoreStripView*>()->sentence(); }
    [[nodiscard]] storage::NewVote lastVote() const { return desks.project.votes.back(); }
    [[nodiscard]] QAction* action(const char* name) const { return page->findChild<QAction*>(QString::fromLatin1(name)); }
};

/// A file that is there; the fake desk makes a video of it.
std::string clip(const testing::TemporaryDirectory& folder, const std::string& name = "ball.mp4") {
    const auto file = folder.path() / name;
    QFile made(QString::fromStdString(file.string()));
    if (made.open(QFile::WriteOnly)) {
        made.write("frames");
    }
    return file.string();
}

std::vector<storage::NewItem> threeItems() {
    return {testing::cupsItem(), testing::itemWith(3), testing::itemWith(2, "Third")};
}

} // namespace

class ComparePageTest : public QObject {
    Q_OBJECT

    /// Types and waits until the editor has asked for the score, or would have.
    static void type(AnswerEditor& editor, const QString& text) {
        editor.edit()->insertPlainText(text);
        QTest::qWait(AnswerEditor::kPauseMilliseconds + 30);
    }
    static QList<VideoPlayer*> shownPlayers(const ComparePage& page) {
        QList<VideoPlayer*> players;
        for (const auto* view : page.findChildren<MediaView*>()) {
            if (view->isVisible() && view->player() != nullptr && view->isShown()) {
                players << view->player();
            }
        }
        return players;
    }

  private Q_SLOTS:
    void digitVotesForTheCandidateInThatSlotOfTheRecordedOrder() {
        Stage stage(threeItems());
        stage.desks.project.order[stage.desks.project.itemId(1).value] = {1, 0};
        stage.page->showItem(stage.desks.project.itemId(1));
        Stage::settle();
        stage.now += 4000;
        stage.press(Qt::Key_1);
        QCOMPARE(stage.desks.project.votes.size(), std::size_t{1});
        QCOMPARE(stage.lastVote().winner.value, stage.desks.project.record(1).candidates[1].id.value);
        QCOMPARE(stage.lastVote().strength, storage::Strength::Normal);
        QVERIFY(stage.lastVote().timeSpentMilliseconds >= 4000);
        QVERIFY(!stage.lastVote().sawScoresBefore);
        QVERIFY(stage.lastVote().shownOrder.isValid());
    }

    void newsOfTheItemOnScreenDoNotHoldUpTheWayToAnother() {
        Stage stage(threeItems());
        const storage::ItemId first = stage.desks.project.itemId(1), third = stage.desks.project.itemId(3);
        stage.page->showItem(first);
        Stage::settle();
        stage.page->showItem(third);
        Q_EMIT stage.desks.scoring.itemScored(first);
        Q_EMIT stage.desks.project.itemChanged(first);
        Stage::settle();
        QCOMPARE(stage.page->currentItem(), third);
        stage.page->showItem(first);
        Q_EMIT stage.desks.project.itemsChanged();
        Stage::settle();
        QCOMPARE(stage.page->currentItem(), first);
    }

    void everyKeyOfTheDecisionIsStoredAsItself() {
        Stage stage(threeItems());
        stage.press(Qt::Key_2, Qt::ShiftModifier);
        QCOMPARE(stage.lastVote().strength, storage::Strength::Slightly);
        stage.press(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(stage.lastVote().strength, storage::Strength::Much);
        stage.press(Qt::Key_Left);
        QCOMPARE(stage.lastVote().winner.value, stage.desks.project.record(1).candidates[0].id.value);
        stage.press(Qt::Key_0);
        QCOMPARE(stage.lastVote().decision, storage::Decision::Tie);
        stage.press(Qt::Key_X);
        QCOMPARE(stage.lastVote().decision, storage::Decision::AllBad);
        QCOMPARE(stage.desks.project.votes.size(), std::size_t{5});
    }

    void namesAndScoresStayClosedUntilTheVote() {
        Stage stage(threeItems());
        stage.desks.scoring.deliver(stage.desks.project, 1, {2.41, -1.87});
        Stage::settle();
        QCOMPARE(stage.strip(), QStringLiteral("Scores are ready and stay closed until you vote."));
        QVERIFY(!stage.page->findChild<ScoreStripView*>()->showsScores());
        QVERIFY(stage.pane(1)->shownName().isEmpty());
        QVERIFY(!stage.pane(1)->accessibleName().contains(QStringLiteral("qwen")));
        stage.press(Qt::Key_1);
        QVERIFY(stage.page->findChild<ScoreStripView*>()->showsScores());
        QCOMPARE(stage.pane(1)->shownName(), QStringLiteral("qwen-small"));
        QCOMPARE(stage.pane(1)->shownChoice(), QStringLiteral("Your choice"));
        QCOMPARE(stage.pane(1)->chosenSlot(), 1);
        QCOMPARE(stage.pane(2)->chosenSlot(), 0);
        QCOMPARE(stage.strip(), QStringLiteral("The model agrees with you"));
    }

    void differenceWithTheModelIsSaid() {
        Stage stage(threeItems());
        stage.desks.scoring.deliver(stage.desks.project, 1, {-1, 2});
        Stage::settle();
        stage.press(Qt::Key_1);
        QCOMPARE(stage.strip(), QStringLiteral("The model prefers 2"));
    }

    void openingBeforeTheVoteIsRecorded() {
        Stage stage(threeItems());
        stage.desks.scoring.deliver(stage.desks.project, 1, {1, 0});
        Stage::settle();
        stage.press(Qt::Key_R);
        QVERIFY(stage.page->findChild<ScoreStripView*>()->showsScores());
        stage.press(Qt::Key_2);
        QVERIFY(stage.lastVote().sawScoresBefore);
    }

    void lettersInATextBoxAreOnlyText() {
        Stage stage(threeItems());
        stage.press(Qt::Key_N);
        auto* editor = stage.page->findChild<NoteEditor*>();
        QVERIFY(editor->isVisible());
        editor->edit()->setFocus();
        for (const int key : {Qt::Key_1, Qt::Key_S, Qt::Key_X, Qt::Key_R, Qt::Key_0, Qt::Key_Return, Qt::Key_PageDown}) {
            QTest::keyClick(editor->edit(), static_cast<Qt::Key>(key));
        }
        QTest::keyClick(editor->edit(), Qt::Key_1, Qt::ControlModifier);
        Stage::settle();
        QVERIFY(stage.desks.project.votes.empty());
        QVERIFY(!stage.page->state().isRevealed());
        QCOMPARE(stage.shownNumber(), 1);
        QCOMPARE(editor->edit()->toPlainText(), QStringLiteral("1sxr0\n"));
        QTest::keyClick(editor->edit(), Qt::Key_Return, Qt::ControlModifier);
        Stage::settle();
        QCOMPARE(stage.desks.project.record(1).note, std::string("1sxr0"));
        QVERIFY(!editor->isVisible());
    }

    void enterGoesOnToTheNextOpenItemAndADoublePressDoesNotDecideIt() {
        Stage stage(threeItems());
        stage.press(Qt::Key_Return);
        QCOMPARE(stage.shownNumber(), 1); // nothing decided yet
        stage.press(Qt::Key_1);
        stage.press(Qt::Key_Return);
        QCOMPARE(stage.shownNumber(), 2);
        stage.now += keyPause - 1;
        stage.press(Qt::Key_1);
        QCOMPARE(stage.desks.project.votes.size(), std::size_t{1});
        stage.now += 1;
        stage.press(Qt::Key_1);
        QCOMPARE(stage.desks.project.votes.size(), std::size_t{2});
        QVERIFY(stage.page->state().isDecided());
    }

    void heldKeyVotesOnce() {
        Stage stage(threeItems());
        QKeyEvent repeat(QEvent::KeyPress, Qt::Key_1, Qt::NoModifier, QStringLiteral("1"), true);
        QCoreApplication::sendEvent(stage.page.get(), &repeat);
        Stage::settle();
        QVERIFY(stage.desks.project.votes.empty());
    }

    void undoGoesBackToTheItemAndOpensItsDecision() {
        Stage stage(threeItems());
        stage.press(Qt::Key_1);
        stage.press(Qt::Key_Return);
        QCOMPARE(stage.shownNumber(), 2);
        stage.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(stage.shownNumber(), 1);
        QVERIFY(!stage.page->state().isDecided());
        QVERIFY(stage.pane(1)->shownChoice().isEmpty());
        stage.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(stage.page->state().isDecided());
        QCOMPARE(stage.pane(1)->shownChoice(), QStringLiteral("Your choice"));
        // What was seen stays seen.
        stage.press(Qt::Key_Z, Qt::ControlModifier);
        stage.later();
        stage.press(Qt::Key_2);
        QVERIFY(stage.lastVote().sawScoresBefore);
    }

    void nineCandidatesHaveNinePanesAndNineKeys() {
        Stage stage({testing::itemWith(9), testing::itemWith(2)});
        QCOMPARE(stage.page->findChild<CandidateGrid*>()->paneCount(), 9);
        stage.press(Qt::Key_9);
        QCOMPARE(stage.lastVote().winner.value, stage.desks.project.record(1).candidates[8].id.value);
        stage.press(Qt::Key_Return);
        QCOMPARE(stage.page->findChild<CandidateGrid*>()->paneCount(), 2);
        QVERIFY(!stage.pane(9)->isVisible());
        stage.later();
        stage.press(Qt::Key_9);
        QCOMPARE(stage.desks.project.votes.size(), std::size_t{1});
    }

    void missingPictureIsSaidAndTheItemStays() {
        Stage stage({testing::cupsItem({"/nowhere/cat.png"})});
        const auto* view = stage.page->findChild<MediaView*>();
        QVERIFY(view->sentence().contains(QStringLiteral("cat.png")));
        QVERIFY(!view->isShown());
        stage.press(Qt::Key_1);
        QCOMPARE(stage.desks.project.votes.size(), std::size_t{1});
    }

    void damagedPictureIsSaid() {
        const testing::TemporaryDirectory folder;
        const auto file = folder.path() / "broken.png";
        QFile broken(QString::fromStdString(file.string()));
        QVERIFY(broken.open(QFile::WriteOnly));
        broken.write("no picture at all");
        broken.close();
        Stage stage({testing::cupsItem({file.string()})});
        const auto* view = stage.page->findChild<MediaView*>();
        QTRY_VERIFY(view->sentence().contains(QStringLiteral("could not be read")));
    }

    void pictureIsShownZoomedAndFitted() {
        const testing::TemporaryDirectory folder;
        const auto file = folder.path() / "cups.png";
        QVERIFY(testing::cupsPicture().save(QString::fromStdString(file.string())));
        Stage stage({testing::cupsItem({file.string()})});
        const auto* view = stage.page->findChild<MediaView*>();
        QTRY_VERIFY(view->isShown());
        QVERIFY(view->isFitted());
        const double fitted = view->scale();
        stage.press(Qt::Key_Plus);
        QVERIFY(view->scale() > fitted);
        QVERIFY(!view->isFitted());
        stage.press(Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(view->scale(), fitted);
        QVERIFY(stage.desks.project.votes.empty());
    }

    void aVideoIsPlayedSteppedAndSoughtByKeys() {
        const testing::TemporaryDirectory folder;
        Stage stage({testing::cupsItem({clip(folder)})});
        const auto* view = stage.page->findChild<MediaView*>();
        QTRY_VERIFY(view->isShown());
        VideoPlayer* player = view->player();
        QVERIFY(player != nullptr);
        QVERIFY(view->videoBar()->isVisible());
        QCOMPARE(view->videoBar()->frameText(), QStringLiteral("frame 1 of 30"));
        stage.press(Qt::Key_Period);
        stage.press(Qt::Key_Period);
        QTRY_COMPARE(view->videoBar()->frameText(), QStringLiteral("frame 3 of 30"));
        QVERIFY(view->videoBar()->positionText().contains(QLocale().toString(0.20, 'f', 2)));
        stage.press(Qt::Key_Comma);
        QTRY_COMPARE(player->position(), 1);
        stage.press(Qt::Key_Space);
        QVERIFY(player->isPlaying());
        stage.press(Qt::Key_L);
        QCOMPARE(player->speed(), 1.5);
        stage.press(Qt::Key_J);
        stage.press(Qt::Key_J);
        QCOMPARE(player->speed(), 0.5);
        stage.press(Qt::Key_K);
        QCOMPARE(player->speed(), 1.0);
        stage.press(Qt::Key_Space);
        QVERIFY(!player->isPlaying());
        player->seek(12);
        stage.press(Qt::Key_I);
        QVERIFY(player->loops());
        QCOMPARE(player->loopBegin(), 12);
        QVERIFY(stage.desks.project.votes.empty());
    }

    void theTimeLineIsForMouseKeysAndReaders() {
        const testing::TemporaryDirectory folder;
        Stage stage({testing::cupsItem({clip(folder)})});
        const auto* view = stage.page->findChild<MediaView*>();
        QTRY_VERIFY(view->isShown());
        VideoTimeline* timeline = view->videoBar()->timeline();
        QCOMPARE(timeline->maximum(), 29);
        QTest::mouseClick(timeline, Qt::LeftButton, {}, QPoint(timeline->width() / 2, timeline->height() - 4));
        QTRY_VERIFY(view->player()->position() >= 14 && view->player()->position() <= 15);
        timeline->setFocus();
        const qint64 before = view->player()->position();
        stage.press(Qt::Key_Right); // a step, not a vote
        QCOMPARE(view->player()->position(), before + 1);
        QVERIFY(stage.desks.project.votes.empty());
        QVERIFY(!timeline->accessibleName().isEmpty());
        QTRY_VERIFY(timeline->accessibleDescription().contains(QStringLiteral("of 30")));
        stage.press(Qt::Key_1); // digits stay votes
        QCOMPARE(stage.desks.project.votes.size(), std::size_t{1});
    }

    void aVideoIsZoomedAsAPictureIs() {
        const testing::TemporaryDirectory folder;
        Stage stage({testing::cupsItem({clip(folder)})});
        const auto* view = stage.page->findChild<MediaView*>();
        QTRY_VERIFY(view->isShown());
        const double fitted = view->scale();
        stage.press(Qt::Key_Plus);
        QVERIFY(view->scale() > fitted);
        stage.press(Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(view->scale(), fitted);
    }

    void aVideoThatCannotBePlayedIsSaidInPlace() {
        const testing::TemporaryDirectory folder;
        Stage stage({});
        stage.desks.video.problem = contracts::Problem{QStringLiteral("media.no_video"),
                                                       QStringLiteral("It holds no video, only sound."),
                                                       QStringLiteral("Use another."),
                                                       {}};
        stage.desks.project.fill({testing::cupsItem({clip(folder)}), testing::cupsItem()});
        const auto* view = stage.page->findChild<MediaView*>();
        QTRY_COMPARE(view->sentence(), QStringLiteral("It holds no video, only sound. Use another."));
        QVERIFY(view->player() == nullptr);
        QVERIFY(!view->videoBar()->isVisible());
        stage.later();
        stage.press(Qt::Key_1);
        QCOMPARE(stage.desks.project.votes.size(), std::size_t{1});
    }

    void videosOfAnswersArePlayedTogether() {
        const testing::TemporaryDirectory folder;
        storage::NewItem item = testing::itemWith(2);
        item.candidates[0].media = {{clip(folder, "a.mp4")}};
        item.candidates[1].media = {{clip(folder, "b.mp4")}};
        Stage stage({item});
        QList<VideoPlayer*> players;
        QTRY_COMPARE((players = shownPlayers(*stage.page)).size(), 2);
        stage.press(Qt::Key_Space);
        QVERIFY(players[0]->isPlaying() && players[1]->isPlaying());
        stage.press(Qt::Key_Period);
        QVERIFY(!players[0]->isPlaying() && !players[1]->isPlaying());
        QTRY_VERIFY(players[0]->position() == players[1]->position());
    }

    void leavingAnItemClosesItsVideo() {
        const testing::TemporaryDirectory folder;
        Stage stage({testing::cupsItem({clip(folder)}), testing::cupsItem()});
        QTRY_COMPARE(stage.desks.video.opened.size(), std::size_t{1});
        stage.page->showItem(stage.desks.project.itemId(2));
        QTRY_COMPARE(stage.desks.video.closed.size(), std::size_t{1});
        QVERIFY(!stage.action("play")->isEnabled());
    }

    void anAnswerIsEditedBeforeTheVoteWithoutAskingForItsScore() {
        Stage stage(threeItems());
        stage.desks.scoring.deliver(stage.desks.project, 1, {2.41, -1.87});
        stage.press(Qt::Key_E);
        auto* editor = stage.page->findChild<AnswerEditor*>();
        QVERIFY(editor->isVisible());
        QVERIFY(editor->edit()->hasFocus());
        type(*editor, QStringLiteral(" More."));
        QVERIFY(stage.desks.scoring.rescored.empty());
        QVERIFY(editor->differenceShown().isEmpty());
        QVERIFY(editor->scoreSentence().contains(QStringLiteral("closed until you vote")));
        QVERIFY(stage.desks.project.votes.empty()); // typing is no voting
    }

    void afterTheVoteTheScoreFollowsTheTyping() {
        Stage stage(threeItems());
        stage.desks.scoring.deliver(stage.desks.project, 1, {2.0, -1.87});
        stage.press(Qt::Key_1);
        stage.press(Qt::Key_E);
        auto* editor = stage.page->findChild<AnswerEditor*>();
        auto& scoring = stage.desks.scoring;
        QCOMPARE(editor->slot(), 1); // the one that was chosen
        QCOMPARE(scoring.rescored.size(), std::size_t{1});
        scoring.answerDraft(contracts::DraftScore{2.01, false, 40, 0});
        QTRY_COMPARE(editor->differenceShown(), QStringLiteral("±") + QLocale().toString(0.0, 'f', 2));
        type(*editor, QStringLiteral("!"));
        QCOMPARE(scoring.rescored.back().text, editor->edit()->toPlainText());
        QCOMPARE(scoring.rescored.back().candidate.value, stage.page->state().candidateAt(1).id.value);
        scoring.answerDraft(contracts::DraftScore{2.43, false, 2, 38});
        QTRY_COMPARE(editor->differenceShown(), QStringLiteral("+") + QLocale().toString(0.42, 'f', 2));
        type(*editor, QStringLiteral(" no"));
        scoring.answerDraft(contracts::DraftScore{1.51, false, 2, 38});
        QTRY_COMPARE(editor->differenceShown(), QStringLiteral("−") + QLocale().toString(0.50, 'f', 2));
    }

    void theLastKeystrokeWinsAndClosingEndsTheScoring() {
        Stage stage(threeItems());
        stage.desks.scoring.deliver(stage.desks.project, 1, {2.0, -1.87});
        stage.press(Qt::Key_R); // opened by the user
        stage.press(Qt::Key_E);
        auto* editor = stage.page->findChild<AnswerEditor*>();
        auto& scoring = stage.desks.scoring;
        const std::size_t before = scoring.rescored.size();
        for (const char letter : {'a', 'b', 'c'}) {
            editor->edit()->insertPlainText(QString(QLatin1Char(letter)));
        }
        QTRY_COMPARE(scoring.rescored.size(), before + 1); // typed in one go, asked once
        editor->edit()->insertPlainText(QStringLiteral("d"));
        QVERIFY(!scoring.waitsForDraft()); // the text it was about is gone
        QTRY_VERIFY(scoring.waitsForDraft());
        QVERIFY(scoring.rescored.back().text.endsWith(QStringLiteral("abcd")));
        QTest::keyClick(editor->edit(), Qt::Key_Escape);
        QVERIFY(!editor->isVisible());
        QVERIFY(!scoring.waitsForDraft());
        stage.press(Qt::Key_E); // what was written is still there
        QVERIFY(editor->edit()->toPlainText().endsWith(QStringLiteral("abcd")));
        QVERIFY(stage.desks.project.voteOn(1) == std::nullopt);
    }

    void aCopyIsKeptAsAFurtherAnswerAndTheOriginalStays() {
        Stage stage(threeItems());
        stage.press(Qt::Key_2);
        stage.press(Qt::Key_E);
        auto* editor = stage.page->findChild<AnswerEditor*>();
        const std::string original = stage.page->state().candidateAt(2).turns.back().content;
        QTest::keyClick(editor->edit(), Qt::Key_Return, Qt::ControlModifier); // nothing changed: nothing to keep
        Stage::settle();
        QCOMPARE(stage.desks.project.record(1).candidates.size(), std::size_t{2});
        editor->edit()->setPlainText(QStringLiteral("Better."));
        QTest::keyClick(editor->edit(), Qt::Key_Return, Qt::ControlModifier);
        Stage::settle();
        const auto& candidates = stage.desks.project.record(1).candidates;
        QCOMPARE(candidates.size(), std::size_t{3});
        QCOMPARE(candidates[1].turns.back().content, original);
        QCOMPARE(candidates[2].turns.back().content, std::string("Better."));
        QCOMPARE(candidates[2].name, std::string("llava-mini, edited"));
        QVERIFY(!editor->isVisible());
    }

    void aCopyThatEqualsAnotherAnswerIsNotKept() {
        Stage stage(threeItems());
        stage.press(Qt::Key_E);
        auto* editor = stage.page->findChild<AnswerEditor*>();
        editor->edit()->setPlainText(QString::fromStdString(stage.page->state().candidateAt(2).turns.back().content));
        QTest::keyClick(editor->edit(), Qt::Key_Return, Qt::ControlModifier);
        Stage::settle();
        QCOMPARE(stage.desks.project.record(1).candidates.size(), std::size_t{2});
        QVERIFY(editor->isVisible());
    }

    void skipAsksForAReasonAndGoesOn() {
        Stage stage(threeItems());
        stage.press(Qt::Key_S);
        auto* menu = stage.page->findChild<QMenu*>();
        QVERIFY(menu->isVisible());
        menu->actions().at(1)->trigger();
        menu->hide();
        Stage::settle();
        QCOMPARE(stage.lastVote().decision, storage::Decision::Skip);
        QCOMPARE(stage.lastVote().reason, std::string("broken"));
        QCOMPARE(stage.shownNumber(), 2);
    }

    void failedVoteIsSaidAndNothingIsRevealed() {
        Stage stage(threeItems());
        stage.desks.project.nextProblem = contracts::Problem{
            QStringLiteral("disk.full"), QStringLiteral("The disk is full."), QStringLiteral("Make room and vote again."), {}};
        stage.press(Qt::Key_1);
        QVERIFY(!stage.page->state().isDecided());
        bool isSaid = false;
        for (const auto* message : stage.page->findChildren<InlineMessage*>()) {
            isSaid = isSaid ||
                     (message->isVisible() && message->text() == QStringLiteral("The disk is full. Make room and vote again."));
        }
        QVERIFY(isSaid);
        stage.press(Qt::Key_1);
        QVERIFY(stage.page->state().isDecided());
    }

    void scoresAreAskedForAndTheNextThreeItemsPrepared() {
        Stage stage(
            {testing::itemWith(2), testing::itemWith(2), testing::itemWith(2), testing::itemWith(2), testing::itemWith(2)});
        QVERIFY(!stage.desks.scoring.asked.empty());
        QCOMPARE(stage.desks.scoring.asked.front().value, stage.desks.project.itemId(1).value);
        QCOMPARE(stage.desks.scoring.prepared.size(), std::size_t{3});
        QCOMPARE(stage.desks.scoring.prepared.front().value, stage.desks.project.itemId(2).value);
    }

    void withoutAModelEverythingElseWorks() {
        Stage stage(threeItems(), false);
        QCOMPARE(stage.strip(), QStringLiteral("No model is loaded; everything else works."));
        QVERIFY(stage.desks.scoring.asked.empty());
        stage.press(Qt::Key_2);
        QCOMPARE(stage.pane(2)->shownName(), QStringLiteral("llava-mini"));
    }

    void randomWeightsAreNoticed() {
        Stage stage(threeItems(), true, false);
        bool isSaid = false;
        for (const auto* message : stage.page->findChildren<InlineMessage*>()) {
            isSaid = isSaid || (message->isVisible() && message->text().contains(QStringLiteral("random test weights")));
        }
        QVERIFY(isSaid);
    }

    void emptyPlacesSayWhatTheyAreFor() {
        Stage stage({}, false);
        QSignalSpy open(stage.page.get(), &ComparePage::openProjectRequested);
        auto* empty = stage.page->findChild<EmptyState*>();
        QVERIFY(empty->isVisible());
        QTest::mouseClick(empty->findChildren<QPushButton*>().constFirst(), Qt::LeftButton);
        QCOMPARE(open.count(), 1);
        stage.desks.project.fill({testing::itemWith(2)});
        Stage::settle();
        QVERIFY(!empty->isVisible());
        stage.later();
        stage.press(Qt::Key_1);
        stage.press(Qt::Key_Return);
        QVERIFY(empty->isVisible()); // all decided
        QSignalSpy wantsExport(stage.page.get(), &ComparePage::exportRequested);
        QTest::mouseClick(empty->findChildren<QPushButton*>().constFirst(), Qt::LeftButton);
        QCOMPARE(wantsExport.count(), 1);
    }

    void linkedAnswersScrollTogetherUntilUnlinked() {
        storage::NewItem item = testing::itemWith(2);
        for (auto& candidate : item.candidates) {
            candidate.turns[0].content.append("\n\n");
            for (int k = 0; k < 200; ++k) {
                candidate.turns[0].content.append("A line of text.\n\n");
            }
        }
        Stage stage({item});
        QScrollBar* one = stage.pane(1)->answer()->scrollBar();
        QScrollBar* other = stage.pane(2)->answer()->scrollBar();
        QVERIFY(one->maximum() > 0);
        one->setValue(one->maximum() / 2);
        QVERIFY(other->value() > 0);
        stage.pane(1)->linkButton()->setChecked(false);
        const int before = other->value();
        one->setValue(one->maximum());
        QCOMPARE(other->value(), before);
    }

    void answersLoadNothingAndOpenNothing() {
        storage::NewItem item = testing::itemWith(2);
        item.candidates[0].turns[0].content = "![cat](file:///etc/hostname) <img src=\"x.png\"> [here](https://example.org/)";
        Stage stage({item});
        auto* browser = stage.pane(1)->answer()->browser();
        QVERIFY(browser->toPlainText().contains(QStringLiteral("[picture: cat]")));
        QVERIFY(browser->toPlainText().contains(QStringLiteral("<img")));
        QVERIFY(!browser->loadResource(QTextDocument::ImageResource, QUrl(QStringLiteral("file:///etc/hostname"))).isValid());
        Q_EMIT browser->anchorClicked(QUrl(QStringLiteral("https://example.org/")));
        bool asks = false;
        for (const auto* message : stage.page->findChildren<InlineMessage*>()) {
            asks = asks || (message->isVisible() && message->text().contains(QStringLiteral("https://example.org/")));
        }
        QVERIFY(asks);
    }

    void directionOfTextFollowsItsContent() {
        storage::NewItem item = testing::itemWith(2);
        item.candidates[0].turns[0].content = "שלום עולם";
        Stage stage({item});
        QCOMPARE(stage.pane(1)->answer()->browser()->document()->firstBlock().textDirection(), Qt::RightToLeft);
    }

    void hugeTextShowsItsFirstPartAndTheRestOnDemand() {
        storage::NewItem item = testing::itemWith(2);
        std::string huge;
        while (huge.size() < 5'000'000) {
            huge += "All work and no play makes a dull answer, line after line after line.\n";
        }
        item.candidates[0].turns[0].content = huge;
        Stage stage({item});
        AnswerPane* answer = stage.pane(1)->answer();
        QVERIFY(!answer->showsAll());
        QVERIFY(answer->browser()->document()->characterCount() <= AnswerPane::firstPart + 10);
        answer->showAll();
        QVERIFY(answer->showsAll());
        auto* plain = answer->findChild<QPlainTextEdit*>();
        QVERIFY(plain != nullptr);
        QCOMPARE(plain->document()->characterCount() - 1, static_cast<int>(huge.size()));
    }

    void everyActionHasWordsAndThoseWithKeysShowThem() {
        Stage stage(threeItems());
        for (const QAction* action : stage.page->menuActions()) {
            QVERIFY(!action->text().isEmpty());
        }
        QCOMPARE(stage.action("undo")->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_Z));
        QVERIFY(!stage.action("vote3")->isVisible());
        QVERIFY(stage.action("vote2")->isVisible());
        for (const QWidget* widget : stage.page->findChildren<QAbstractButton*>()) {
            QVERIFY2(!widget->accessibleName().isEmpty() || !static_cast<const QAbstractButton*>(widget)->text().isEmpty() ||
                         !widget->isVisible(),
                     widget->metaObject()->className());
        }
    }

    void changeShowsTheChoicesAgainAndKeepsTheVoteUntilAnother() {
        Stage stage(threeItems());
        stage.press(Qt::Key_1);
        stage.action("change")->trigger();
        const auto* bar = stage.page->findChild<DecisionBar*>();
        QVERIFY(bar->buttonOf(stage.action("vote2")) != nullptr);
        QVERIFY(stage.page->state().isDecided());
        QTest::mouseClick(bar->buttonOf(stage.action("vote2")), Qt::LeftButton);
        Stage::settle();
        QCOMPARE(stage.page->state().chosenSlot(), 2);
        QVERIFY(bar->buttonOf(stage.action("vote2")) == nullptr);
        QVERIFY(bar->buttonOf(stage.action("confirm")) != nullptr);
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("trutina-test"));
    QApplication::setApplicationName(QStringLiteral("compare-page"));
    Theme theme(application);
    theme.setMotion(MotionChoice::Off);
    ComparePageTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "compare_page_test.moc"
