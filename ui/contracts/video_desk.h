// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/video.h"
#include "ui/contracts/outcome.h"

#include <QObject>
#include <QSize>

#include <memory>

namespace trutina::contracts {

using VideoId = quint64; ///< an open video; 0: none

/// A frame is decoded once and never changed: whoever shows it shares it.
using SharedFrame = std::shared_ptr<const engine::VideoFrame>;

struct FrameRequest {
    qint64 number = 0; ///< beyond the end: the last one
    QSize room;        ///< device pixels the frame should fit into; it is never enlarged
    int ahead = 0;     ///< how many of the following frames will probably be asked for in the same room: decoded in spare time
};

/// Opens videos and delivers their frames for the screen. There is no sound.
///
/// Threads: lives on the GUI thread, every call returns at once; frames are decoded on a thread of their own, one after another.
class VideoDesk : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    /// The id is valid at once; requests wait for the opening. A video that could not be opened fails them too.
    virtual VideoId open(const QString& file, QObject* guard, Reply<engine::VideoFacts> reply) = 0;
    virtual void close(VideoId video) = 0;
    /// Only the newest request of a video counts: an older one that was not begun is cancelled.
    virtual void requestFrame(VideoId video, const FrameRequest& request, QObject* guard, Reply<SharedFrame> reply) = 0;
};

} // namespace trutina::contracts
