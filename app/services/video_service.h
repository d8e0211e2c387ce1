// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/background_work.h"
#include "app/services/engine_session.h"
#include "app/services/guarded_reply.h"
#include "ui/contracts/video_desk.h"

#include <map>
#include <memory>

namespace trutina::services {

/// Decodes videos for the screen on a thread of its own, which is not lowered: people watch it.
///
/// Requests come first; what is probably asked for next is decoded one frame at a time between them, and a few decoded frames are
/// kept per video. Threads: a GUI-thread object.
class VideoService : public contracts::VideoDesk {
    Q_OBJECT
  public:
    /// The session must outlive it; it may be shut down before.
    explicit VideoService(EngineSession& session, QObject* parent = nullptr);
    ~VideoService() override;

    contracts::VideoId open(const QString& file, QObject* guard, contracts::Reply<engine::VideoFacts> reply) override;
    void close(contracts::VideoId video) override;
    void requestFrame(contracts::VideoId video, const contracts::FrameRequest& request, QObject* guard,
                      contracts::Reply<contracts::SharedFrame> reply) override;

    static constexpr int kMostFramesAhead = 8;

  private:
    /// One video as the decoding thread sees it. Touched by that thread only.
    struct Opened {
        std::unique_ptr<engine::VideoFrames> frames;
        contracts::Problem problem; ///< why there are none
        QSize room;                 ///< of the kept frames
        std::map<qint64, contracts::SharedFrame> kept;
    };
    using OpenedPointer = std::shared_ptr<Opened>;
    struct Video {
        OpenedPointer opened;
        engine::JobNumber newestRequest = 0;
        engine::JobNumber readAhead = 0;
    };

    // On the decoding thread.
    static engine::VideoFrames& framesOf(Opened& opened);
    static contracts::SharedFrame decode(Opened& opened, qint64 number, QSize room);
    static void forgetAllBut(Opened& opened, qint64 first, qint64 last);

    void readAhead(contracts::VideoId video, const contracts::FrameRequest& request, qint64 next);

    EngineSession& m_session;

    // Owned by the GUI thread.
    std::map<contracts::VideoId, Video> m_videos;
    contracts::VideoId m_lastId = 0;

    // Shared.
    std::shared_ptr<Courier> m_courier = std::make_shared<Courier>();
    engine::JobQueue m_queue;
};

} // namespace trutina::services
