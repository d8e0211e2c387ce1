// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/job_board.h"

#include <QSignalSpy>
#include <QTest>

using namespace trutina;

class JobBoardTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void announcesManyChangesTogetherAndTheLastOneAlways() {
        services::JobBoard board;
        QSignalSpy changed(&board, &services::JobBoard::changed);
        board.add(1, QStringLiteral("one"), true, {});
        for (int i = 1; i <= 100; ++i) {
            board.setProgress(1, QStringLiteral("step"), i / 100.0, -1);
        }
        QCOMPARE(changed.size(), 0);
        QVERIFY(changed.wait());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.at(0).at(0).value<QList<contracts::JobState>>().at(0).fraction, 1.0);
    }

    void cancelIsCalledOnceAndShown() {
        services::JobBoard board;
        int calls = 0;
        board.add(1, QStringLiteral("one"), true, [&] { ++calls; });
        board.cancel(1);
        board.cancel(1);
        board.cancel(7);
        QCOMPARE(calls, 1);
        QVERIFY(board.jobs().at(0).isCancelling);
    }

    void aCancelledJobMayLeaveTheBoardAtOnce() {
        services::JobBoard board;
        board.add(1, QStringLiteral("one"), true, [&] { board.remove(1); });
        board.add(2, QStringLiteral("two"), true, [&] { board.remove(2); });
        board.cancelAll();
        QVERIFY(board.jobs().isEmpty());
    }

    void aJobThatIsNotWorthShowingIsNotAnnounced() {
        services::JobBoard board;
        board.add(1, QStringLiteral("quiet"), false, {});
        QVERIFY(board.jobs().isEmpty());
        QVERIFY(board.contains(1));
    }

    void fractionsNeverFall() {
        services::JobBoard board;
        board.add(1, QStringLiteral("one"), true, {});
        board.setProgress(1, {}, 0.7, -1);
        board.setProgress(1, {}, 0.4, -1);
        QCOMPARE(board.jobs().at(0).fraction, 0.7);
    }
};

QTEST_GUILESS_MAIN(JobBoardTest)
#include "job_board_test.moc"
