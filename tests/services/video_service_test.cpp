// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/services/service_test.h"

using namespace trutina;
using testing::ServiceFixture;

namespace {

using contracts::Outcome;
using contracts::SharedFrame;

/// What came of a request, filled in when its reply arrives.
using Answer = std::shared_ptr<std::optional<Outcome<SharedFrame>>>;

} // namespace

class VideoServiceTest : public QObject {
    Q_OBJECT

    std::unique_ptr<ServiceFixture> m_fixture;

    [[nodiscard]] contracts::VideoDesk& desk() const { return m_fixture->video(); }
    [[nodiscard]] QString file(const char* name) const {
        std::ofstream(m_fixture->folder.path() / name) << "frames";
        return m_fixture->path(name);
    }
    [[nodiscard]] contracts::VideoId opened() const { return desk().open(file("ball.mp4"), &m_fixture->guard, {}); }
    [[nodiscard]] Answer request(contracts::VideoId video, qint64 number, int ahead = 0) const {
        auto answer = std::make_shared<std::optional<Outcome<SharedFrame>>>();
        desk().requestFrame(video, {number, QSize(64, 36), ahead}, &m_fixture->guard,
                            [answer](const Outcome<SharedFrame>& outcome) { answer->emplace(outcome); });
        return answer;
    }

  private Q_SLOTS:
    void init() { m_fixture = std::make_unique<ServiceFixture>(); }
    void cleanup() {
        m_fixture->control->holdFrames = false;
        m_fixture.reset();
    }

    void aVideoTellsItsFactsAndItsFrames() {
        const auto facts = m_fixture->ask<engine::VideoFacts>(
            [&](auto reply) { (void)desk().open(file("ball.mp4"), &m_fixture->guard, std::move(reply)); });
        QVERIFY(facts && facts->isValue());
        QCOMPARE(facts->value().frames, std::int64_t{30});
        const contracts::VideoId video = opened();
        const Answer frame = request(video, 12); // before the opening was answered
        QTRY_VERIFY(frame->has_value());
        QCOMPARE((*frame)->value()->number, std::int64_t{12});
        QCOMPARE(int((*frame)->value()->rgb.at(0)), 96);
        const Answer beyond = request(video, 900);
        QTRY_VERIFY(beyond->has_value());
        QCOMPARE((*beyond)->value()->number, std::int64_t{29});
    }

    void onlyTheNewestRequestCounts() {
        const contracts::VideoId video = opened();
        m_fixture->control->holdFrames = true;
        const Answer running = request(video, 1);
        QTest::qWait(20);
        const Answer overtaken = request(video, 2);
        const Answer newest = request(video, 3);
        QTRY_VERIFY(overtaken->has_value()); // told at once, while the decoder is still busy
        QVERIFY((*overtaken)->isCancelled());
        QVERIFY(!newest->has_value());
        m_fixture->control->holdFrames = false;
        QTRY_VERIFY(newest->has_value());
        QCOMPARE((*newest)->value()->number, std::int64_t{3});
        QVERIFY(running->has_value());
        QVERIFY(m_fixture->control->frames <= 2);
    }

    void whatComesNextIsDecodedInSpareTime() {
        const contracts::VideoId video = opened();
        const Answer first = request(video, 0, 4);
        QTRY_COMPARE(m_fixture->control->frames.load(), 5);
        QTest::qWait(20);
        QCOMPARE(m_fixture->control->frames.load(), 5);
        for (int number = 1; number <= 4; ++number) {
            const Answer next = request(video, number);
            QTRY_VERIFY(next->has_value());
            QCOMPARE((*next)->value()->number, std::int64_t{number});
        }
        QCOMPARE(m_fixture->control->frames.load(), 5);
        const Answer last = request(video, 29, 4); // nothing follows
        QTRY_VERIFY(last->has_value());
        QTest::qWait(20);
        QCOMPARE(m_fixture->control->frames.load(), 6);
    }

    void aVideoThatCannotBeOpenedFailsItsRequestsToo() {
        const auto facts = m_fixture->ask<engine::VideoFacts>(
            [&](auto reply) { (void)desk().open(file("sound.mp4"), &m_fixture->guard, std::move(reply)); });
        QVERIFY(facts && facts->isProblem());
        QCOMPARE(facts->problem().code, QStringLiteral("media.no_video"));
        const Answer frame = request(desk().open(file("sound.mp4"), &m_fixture->guard, {}), 0);
        QTRY_VERIFY(frame->has_value());
        QVERIFY((*frame)->isProblem());
        QCOMPARE((*frame)->problem().code, QStringLiteral("media.no_video"));
    }

    void closingAnswersWhatWaitsAndForgetsTheVideo() {
        const contracts::VideoId video = opened();
        m_fixture->control->holdFrames = true;
        const Answer running = request(video, 1);
        QTest::qWait(20);
        const Answer waiting = request(video, 2);
        desk().close(video);
        desk().close(video);
        QTRY_VERIFY(waiting->has_value());
        QVERIFY((*waiting)->isCancelled());
        m_fixture->control->holdFrames = false;
        QTRY_VERIFY(running->has_value());
        const Answer late = request(video, 3);
        QTRY_VERIFY(late->has_value());
        QVERIFY((*late)->isCancelled());
    }

    void theEndOfTheProgramDoesNotWaitForReplies() {
        const contracts::VideoId video = opened();
        for (int number = 0; number < 20; ++number) {
            (void)request(video, number, 8);
        }
        m_fixture->services.reset();
    }
};

QTEST_GUILESS_MAIN(VideoServiceTest)
#include "video_service_test.moc"
