// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/video_player.h"

#include <QElapsedTimer>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace trutina::ui {

namespace {

constexpr std::array kSpeeds{0.25, 0.5, 1.0, 1.5, 2.0, 4.0};
constexpr int kNormalSpeed = 2;
constexpr int kFramesAhead = 4;
constexpr double kUnknownRate = 25;
constexpr int kShortestTick = 8; // milliseconds: half a frame of a fast screen
constexpr int kLongestTick = 40;
constexpr double kMillisecondsPerSecond = 1000;

VideoPlayer::Clock steadyClock() {
    QElapsedTimer timer;
    timer.start();
    return [timer] { return timer.elapsed(); };
}

} // namespace

VideoPlayer::VideoPlayer(contracts::VideoDesk& desk, QObject* parent)
    : QObject(parent), m_desk(desk), m_clock(steadyClock()), m_speed(kNormalSpeed) {
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &VideoPlayer::tick);
}

VideoPlayer::~VideoPlayer() {
    if (m_video != 0) {
        m_desk.close(m_video);
    }
}

void VideoPlayer::setClock(Clock clock) {
    m_clock = std::move(clock);
}

void VideoPlayer::setFile(const QString& file) {
    if (file == m_file) {
        return;
    }
    close();
    m_file = file;
    if (file.isEmpty()) {
        return;
    }
    m_video = m_desk.open(file, this, [this, number = m_openNumber](const contracts::Outcome<engine::VideoFacts>& outcome) {
        if (number != m_openNumber) {
            return;
        }
        if (outcome.isProblem()) {
            Q_EMIT failed(outcome.problem());
        } else if (outcome.isValue()) {
            m_facts = outcome.value();
            Q_EMIT opened();
            request();
        }
    });
}

void VideoPlayer::close() {
    ++m_openNumber;
    m_timer.stop();
    if (m_video != 0) {
        m_desk.close(std::exchange(m_video, 0));
    }
    m_file.clear();
    m_facts.reset();
    m_frame.reset();
    m_position = 0;
    m_inFlight = 0;
    m_isPlaying = false;
    m_speed = kNormalSpeed;
    m_loops = false;
    m_loopBegin = 0;
    m_loopEnd.reset();
}

void VideoPlayer::setRoom(QSize devicePixels) {
    if (devicePixels == m_room) {
        return;
    }
    m_room = devicePixels;
    if (isOpen() && !m_isPlaying) {
        request(); // while it plays the next frame comes in the new size
    }
}

double VideoPlayer::seconds() const {
    return m_frame ? m_frame->seconds : 0;
}

qint64 VideoPlayer::lastFrame() const {
    return isOpen() ? std::max<qint64>(0, m_facts->frames - 1) : 0;
}

double VideoPlayer::framesPerSecond() const {
    if (m_facts->frames > 0 && m_facts->durationSeconds > 0) {
        return static_cast<double>(m_facts->frames) / m_facts->durationSeconds;
    }
    return m_facts->framesPerSecond > 0 ? m_facts->framesPerSecond : kUnknownRate;
}

// Playing

void VideoPlayer::play() {
    if (!isOpen() || m_isPlaying) {
        return;
    }
    m_isPlaying = true;
    if (m_position >= (m_loops ? loopEnd() : lastFrame())) {
        seek(m_loops ? m_loopBegin : 0);
    }
    restartClock();
    Q_EMIT stateChanged();
}

void VideoPlayer::pause() {
    if (!m_isPlaying) {
        return;
    }
    m_isPlaying = false;
    m_timer.stop();
    m_position = m_frame ? m_frame->number : m_position; // what is seen is where one is
    Q_EMIT positionChanged();
    Q_EMIT stateChanged();
}

void VideoPlayer::toggle() {
    if (m_isPlaying) {
        pause();
    } else {
        play();
    }
}

void VideoPlayer::restartClock() {
    m_startedAt = m_clock();
    m_startedFrom = m_position;
    const double tickTime = kMillisecondsPerSecond / (framesPerSecond() * speed());
    m_timer.start(std::clamp(static_cast<int>(tickTime / 2), kShortestTick, kLongestTick));
}

void VideoPlayer::tick() {
    const double elapsed = static_cast<double>(m_clock() - m_startedAt) / kMillisecondsPerSecond;
    const qint64 due = m_startedFrom + static_cast<qint64>(std::floor(elapsed * framesPerSecond() * speed()));
    const qint64 end = m_loops ? loopEnd() : lastFrame();
    if (due > end && m_loops) {
        moveTo(m_loopBegin);
        restartClock();
    } else if (due > end) {
        // The last frame stays. It is asked for even where the ones before it are late.
        m_isPlaying = false;
        m_timer.stop();
        if (m_position != end || !m_frame || m_frame->number != end) {
            m_position = end;
            request();
        }
        Q_EMIT positionChanged();
        Q_EMIT stateChanged();
    } else if (due != m_position) {
        moveTo(due);
    }
}

void VideoPlayer::seek(qint64 frame) {
    if (!isOpen()) {
        return;
    }
    if (m_isPlaying) {
        m_oldestWanted = m_lastRequest + 1; // what was asked for by playing is of another place
    }
    m_position = std::clamp<qint64>(frame, 0, lastFrame());
    if (m_isPlaying) {
        restartClock();
    }
    request();
    Q_EMIT positionChanged();
}

void VideoPlayer::step(int frames) {
    if (isOpen()) {
        pause();
        seek(m_position + frames);
    }
}

void VideoPlayer::moveTo(qint64 frame) {
    m_position = frame;
    if (m_inFlight == 0) {
        request();
    }
    Q_EMIT positionChanged();
}

void VideoPlayer::request() {
    ++m_inFlight;
    const quint64 number = ++m_lastRequest;
    m_desk.requestFrame(m_video, {m_position, m_room, m_isPlaying ? kFramesAhead : 0}, this,
                        [this, number, opened = m_openNumber](const contracts::Outcome<contracts::SharedFrame>& outcome) {
                            if (opened == m_openNumber) {
                                receive(number, outcome);
                            }
                        });
}

void VideoPlayer::receive(quint64 number, const contracts::Outcome<contracts::SharedFrame>& outcome) {
    --m_inFlight;
    if (outcome.isProblem()) {
        pause();
        if (m_frame) {
            Q_EMIT frameFailed(outcome.problem());
        } else {
            Q_EMIT failed(outcome.problem());
        }
        return;
    }
    if (outcome.isValue() && number >= m_oldestWanted) {
        m_frame = outcome.value();
        Q_EMIT frameChanged();
    }
    if (m_isPlaying && m_inFlight == 0 && m_frame && m_frame->number != m_position) {
        request(); // the frames in between came too late: the one that is due now is next
    }
}

// Speed and loop

double VideoPlayer::speed() const {
    return kSpeeds.at(static_cast<std::size_t>(m_speed));
}

void VideoPlayer::faster() {
    m_speed = std::min(m_speed + 1, static_cast<int>(kSpeeds.size()) - 1);
    if (m_isPlaying) {
        restartClock();
    }
    Q_EMIT stateChanged();
}

void VideoPlayer::slower() {
    m_speed = std::max(m_speed - 1, 0);
    if (m_isPlaying) {
        restartClock();
    }
    Q_EMIT stateChanged();
}

void VideoPlayer::normalSpeed() {
    m_speed = kNormalSpeed;
    if (m_isPlaying) {
        restartClock();
    }
    Q_EMIT stateChanged();
}

qint64 VideoPlayer::loopEnd() const {
    return std::min(m_loopEnd.value_or(lastFrame()), lastFrame());
}

void VideoPlayer::setLoops(bool loops) {
    m_loops = loops;
    if (!loops) {
        m_loopBegin = 0;
        m_loopEnd.reset();
    }
    Q_EMIT stateChanged();
}

void VideoPlayer::beginLoopHere() {
    if (isOpen()) {
        m_loopBegin = m_position;
        if (loopEnd() <= m_loopBegin) {
            m_loopEnd.reset();
        }
        m_loops = true;
        Q_EMIT stateChanged();
    }
}

void VideoPlayer::endLoopHere() {
    if (isOpen()) {
        m_loopEnd = m_position;
        if (m_loopBegin >= m_position) {
            m_loopBegin = 0;
        }
        m_loops = true;
        Q_EMIT stateChanged();
    }
}

} // namespace trutina::ui
