// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_desks.h"
#include "ui/models/video_player.h"
#include "ui/models/wording.h"

#include <QSignalSpy>
#include <QTest>

using namespace trutina;
using namespace trutina::ui;

namespace {

/// A player on a fake desk, with a clock that moves when told. The video has thirty frames at ten a second.
struct Stage {
    testing::FakeVideoDesk desk;
    qint64 now = 1000;
    VideoPlayer player{desk};

    Stage() {
        player.setClock([this] { return now; });
        player.setRoom({64, 36});
        player.setFile(QStringLiteral("/clips/ball.mp4"));
    }
    [[nodiscard]] qint64 shown() const { return player.frame() ? player.frame()->number : -1; }
    [[nodiscard]] std::vector<qint64> asked() const {
        std::vector<qint64> numbers;
        for (const auto& request : desk.requests) {
            numbers.push_back(request.number);
        }
        return numbers;
    }
};

} // namespace

class VideoPlayerTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aVideoOpensAtItsFirstFrameAndWaits() {
        Stage stage;
        QVERIFY(!stage.player.isOpen());
        stage.player.play(); // nothing to play yet
        QTRY_COMPARE(stage.shown(), 0);
        QCOMPARE(stage.player.facts().frames, std::int64_t{30});
        QVERIFY(!stage.player.isPlaying());
        QCOMPARE(stage.desk.requests.back().ahead, 0);
        QCOMPARE(stage.desk.requests.back().room, QSize(64, 36));
        stage.player.setFile(QStringLiteral("/clips/ball.mp4"));
        QCOMPARE(stage.desk.opened.size(), std::size_t{1});
        stage.player.setFile(QStringLiteral("/clips/other.mp4"));
        QCOMPARE(stage.desk.closed, std::vector<contracts::VideoId>{1});
    }

    void playingKeepsThePaceOfTheClock() {
        Stage stage;
        QTRY_COMPARE(stage.shown(), 0);
        stage.player.play();
        stage.now += 520;
        QTRY_COMPARE(stage.shown(), 5);
        QVERIFY(stage.desk.requests.back().ahead > 0);
        stage.player.pause();
        stage.now += 5000;
        QTest::qWait(60);
        QCOMPARE(stage.shown(), 5);
        stage.player.faster();
        stage.player.faster(); // twice as fast
        QCOMPARE(stage.player.speed(), 2.0);
        stage.player.play();
        stage.now += 510;
        QTRY_COMPARE(stage.shown(), 15);
        stage.player.normalSpeed();
        stage.player.slower();
        stage.player.slower();
        stage.player.slower();
        QCOMPARE(stage.player.speed(), 0.25);
    }

    void framesThatComeTooLateAreLeftOut() {
        Stage stage;
        QTRY_COMPARE(stage.shown(), 0);
        stage.desk.replies.hold();
        stage.player.play();
        stage.now += 310;
        QTRY_COMPARE(stage.player.position(), 3);
        stage.now += 400;
        QTRY_COMPARE(stage.player.position(), 7);
        QCOMPARE(stage.asked(), (std::vector<qint64>{0, 3})); // one on its way is enough
        stage.desk.replies.release();
        QTRY_COMPARE(stage.shown(), 7);
        QCOMPARE(stage.asked(), (std::vector<qint64>{0, 3, 7}));
    }

    void seekingIsCoalescedAndForgetsWhatWasPlayed() {
        Stage stage;
        QTRY_COMPARE(stage.shown(), 0);
        QSignalSpy frames(&stage.player, &VideoPlayer::frameChanged);
        stage.desk.replies.hold();
        for (const qint64 number : {4, 9, 14, 19, 24}) {
            stage.player.seek(number);
        }
        QCOMPARE(stage.player.position(), 24);
        stage.desk.replies.release();
        QCOMPARE(stage.shown(), 24);
        QCOMPARE(frames.size(), 1);
        // A frame that was asked for by playing is not shown after a jump.
        stage.desk.replies.hold();
        stage.player.play();
        stage.now += 110;
        QTRY_COMPARE(stage.player.position(), 25);
        stage.player.seek(2);
        stage.desk.replies.releaseOne();
        QCOMPARE(stage.shown(), 24);
        stage.desk.replies.releaseOne();
        QCOMPARE(stage.shown(), 2);
    }

    void steppingPausesAndStaysInside() {
        Stage stage;
        QTRY_COMPARE(stage.shown(), 0);
        stage.player.step(-1);
        QCOMPARE(stage.player.position(), 0);
        stage.player.play();
        stage.player.step(+1);
        QVERIFY(!stage.player.isPlaying());
        QTRY_COMPARE(stage.shown(), 1);
        stage.player.seek(900);
        QTRY_COMPARE(stage.shown(), 29);
        stage.player.step(+1);
        QCOMPARE(stage.player.position(), 29);
    }

    void theEndStopsAndPlayBeginsAgain() {
        Stage stage;
        QTRY_COMPARE(stage.shown(), 0);
        stage.player.play();
        stage.now += 60'000;
        QTRY_VERIFY(!stage.player.isPlaying());
        QTRY_COMPARE(stage.shown(), 29);
        stage.player.play();
        QTRY_COMPARE(stage.shown(), 0);
        QVERIFY(stage.player.isPlaying());
    }

    void aLoopGoesRoundBetweenItsEnds() {
        Stage stage;
        QTRY_COMPARE(stage.shown(), 0);
        stage.player.seek(10);
        stage.player.beginLoopHere();
        stage.player.seek(15);
        stage.player.endLoopHere();
        QVERIFY(stage.player.loops());
        QCOMPARE(stage.player.loopBegin(), 10);
        QCOMPARE(stage.player.loopEnd(), 15);
        stage.player.play(); // from the end of the loop: at its beginning
        QTRY_COMPARE(stage.shown(), 10);
        stage.now += 310;
        QTRY_COMPARE(stage.shown(), 13);
        stage.now += 400;
        QTRY_COMPARE(stage.shown(), 10);
        QVERIFY(stage.player.isPlaying());
        stage.player.setLoops(false);
        QCOMPARE(stage.player.loopEnd(), 29);
    }

    void aVideoThatCannotBeReadIsSaidOnce() {
        testing::FakeVideoDesk desk;
        desk.problem = contracts::Problem{
            QStringLiteral("media.no_video"), QStringLiteral("It holds only sound."), QStringLiteral("Use a video."), {}};
        VideoPlayer player(desk);
        QSignalSpy failed(&player, &VideoPlayer::failed);
        player.setFile(QStringLiteral("/clips/song.mp4"));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!player.isOpen());
        QVERIFY(desk.requests.empty());
    }

    void aFrameThatCannotBeReadLeavesWhatIsShown() {
        Stage stage;
        QTRY_COMPARE(stage.shown(), 0);
        QSignalSpy failed(&stage.player, &VideoPlayer::frameFailed);
        stage.desk.problem = contracts::Problem{QStringLiteral("media.unreadable"), QStringLiteral("Damaged."), {}, {}};
        stage.player.seek(20);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(stage.shown(), 0);
    }

    void timesAreWrittenAsOnAClock() {
        QLocale::setDefault(QLocale::c());
        QCOMPARE(Wording::clipTime(0), QStringLiteral("0:00.00"));
        QCOMPARE(Wording::clipTime(6.24), QStringLiteral("0:06.24"));
        QCOMPARE(Wording::clipTime(754.999), QStringLiteral("12:35.00"));
        QCOMPARE(Wording::clipTime(3661.5), QStringLiteral("1:01:01.50"));
    }
};

QTEST_GUILESS_MAIN(VideoPlayerTest)
#include "video_player_test.moc"
