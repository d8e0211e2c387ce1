// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/video_desk.h"

#include <QObject>
#include <QSize>
#include <QString>
#include <QTimer>

#include <functional>
#include <optional>

namespace trutina::ui {

/// Plays one video, silently: which frame is due and which one is there. GUI thread; it never waits for a frame. A frame that is
/// not there when the next one is due is left out, so that time keeps its pace.
class VideoPlayer : public QObject {
    Q_OBJECT
  public:
    using Clock = std::function<qint64()>; ///< steady, in milliseconds

    explicit VideoPlayer(contracts::VideoDesk& desk, QObject* parent = nullptr);
    ~VideoPlayer() override;

    void setClock(Clock clock); ///< for tests

    /// Opens another video and shows its first frame; empty: none. The same file again changes nothing.
    void setFile(const QString& file);
    [[nodiscard]] QString file() const { return m_file; }
    void setRoom(QSize devicePixels); ///< frames are asked for to fit into this

    [[nodiscard]] bool isOpen() const { return m_facts.has_value(); }
    [[nodiscard]] const engine::VideoFacts& facts() const { return *m_facts; } ///< once open
    [[nodiscard]] const contracts::SharedFrame& frame() const { return m_frame; }
    [[nodiscard]] qint64 position() const { return m_position; } ///< the frame that is wanted; frame() follows
    [[nodiscard]] double seconds() const;                        ///< of the frame that is there
    [[nodiscard]] qint64 lastFrame() const;

    void play();
    void pause();
    void toggle();
    void seek(qint64 frame);
    void step(int frames); ///< pauses
    [[nodiscard]] bool isPlaying() const { return m_isPlaying; }

    void faster();
    void slower();
    void normalSpeed();
    [[nodiscard]] double speed() const;

    /// At the end, or after the last frame of the loop, it begins again.
    void setLoops(bool loops); ///< off also forgets where the loop begins and ends
    [[nodiscard]] bool loops() const { return m_loops; }
    void beginLoopHere();
    void endLoopHere();
    [[nodiscard]] qint64 loopBegin() const { return m_loopBegin; }
    [[nodiscard]] qint64 loopEnd() const; ///< its last frame

  Q_SIGNALS:
    void opened();
    void failed(const trutina::contracts::Problem& problem);      ///< there is nothing to show
    void frameFailed(const trutina::contracts::Problem& problem); ///< the one that is wanted; what is shown stays
    void frameChanged();
    void positionChanged();
    void stateChanged(); ///< playing, speed, loop

  private:
    void close();
    void tick();
    void restartClock();
    void moveTo(qint64 frame);
    void request();
    void receive(quint64 number, const contracts::Outcome<contracts::SharedFrame>& outcome);
    [[nodiscard]] double framesPerSecond() const;

    contracts::VideoDesk& m_desk;
    Clock m_clock;
    QTimer m_timer;
    QString m_file;
    contracts::VideoId m_video = 0;
    quint64 m_openNumber = 0; ///< replies to an older file are stale
    std::optional<engine::VideoFacts> m_facts;
    contracts::SharedFrame m_frame;
    QSize m_room;

    qint64 m_position = 0;
    bool m_isPlaying = false;
    int m_speed;                ///< index into the speeds
    qint64 m_startedAt = 0;     ///< on the clock
    qint64 m_startedFrom = 0;   ///< the frame at that time
    quint64 m_lastRequest = 0;  ///< numbers grow
    quint64 m_oldestWanted = 0; ///< frames of requests before this one come too late to be shown
    int m_inFlight = 0;

    bool m_loops = false;
    qint64 m_loopBegin = 0;
    std::optional<qint64> m_loopEnd;
};

} // namespace trutina::ui
