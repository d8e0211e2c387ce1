// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/video_service.h"

#include "ui/contracts/file_path.h"

#include <algorithm>
#include <utility>

namespace trutina::services {

using contracts::FrameRequest;
using contracts::Outcome;
using contracts::Reply;
using contracts::SharedFrame;
using contracts::VideoId;

namespace {

/// A problem that is known already, on its way through outcomeOf().
engine::Failure failureOf(const contracts::Problem& problem) {
    return {problem.code.toStdString(), problem.message.toStdString(), problem.hint.toStdString(), problem.detail.toStdString()};
}

} // namespace

VideoService::VideoService(EngineSession& session, QObject* parent)
    : contracts::VideoDesk(parent), m_session(session), m_queue({.threadName = "trutina-video", .lowPriority = false}) {}

VideoService::~VideoService() {
    m_courier->close();
    m_queue.shutdown();
}

VideoId VideoService::open(const QString& file, QObject* guard, Reply<engine::VideoFacts> reply) {
    const VideoId id = ++m_lastId;
    const auto opened = std::make_shared<Opened>();
    m_videos.emplace(id, Video{opened, 0, 0});
    BackgroundWork<engine::VideoFacts> work;
    work.compute = [&session = m_session, opened, path = contracts::pathOf(file)](const std::stop_token&,
                                                                                  const engine::ProgressSink&) {
        auto outcome = outcomeOf<engine::VideoFacts>([&] {
            opened->frames = session.engine()->openVideo(path);
            return opened->frames->facts();
        });
        if (outcome.isProblem()) {
            opened->problem = outcome.problem();
            throw failureOf(opened->problem);
        }
        return outcome.value();
    };
    work.onOutcome = GuardedReply<engine::VideoFacts>(guard, std::move(reply));
    submitWork<engine::VideoFacts>(m_queue, m_courier, std::move(work));
    return id;
}

void VideoService::close(VideoId video) {
    const auto found = m_videos.find(video);
    if (found == m_videos.end()) {
        return;
    }
    m_queue.cancel(found->second.newestRequest);
    m_queue.cancel(found->second.readAhead);
    // Its decoder ends on the thread that used it, behind what still runs there.
    engine::Job job;
    job.priority = engine::JobPriority::Background;
    job.run = [opened = std::move(found->second.opened)](const std::stop_token&, const engine::ProgressSink&) {
        opened->kept.clear();
        opened->frames.reset();
    };
    m_videos.erase(found);
    m_queue.submit(std::move(job));
}

void VideoService::requestFrame(VideoId id, const FrameRequest& request, QObject* guard, Reply<SharedFrame> reply) {
    const GuardedReply<SharedFrame> guarded(guard, std::move(reply));
    const auto found = m_videos.find(id);
    if (found == m_videos.end()) {
        m_courier->post([guarded] { guarded(contracts::Cancelled()); });
        return;
    }
    Video& video = found->second;
    m_queue.cancel(video.newestRequest); // the one that runs delivers its frame all the same
    m_queue.cancel(video.readAhead);
    BackgroundWork<SharedFrame> work;
    work.compute = [opened = video.opened, request](const std::stop_token&, const engine::ProgressSink&) {
        const qint64 last = framesOf(*opened).facts().frames - 1;
        const qint64 number = std::clamp<qint64>(request.number, 0, std::max<qint64>(0, last));
        const SharedFrame frame = decode(*opened, number, request.room);
        forgetAllBut(*opened, number - 1, number + kMostFramesAhead);
        return frame;
    };
    work.onOutcome = [this, id, request, guarded](const Outcome<SharedFrame>& outcome) {
        if (outcome.isValue() && request.ahead > 0) {
            readAhead(id, request, outcome.value()->number + 1);
        }
        guarded(outcome);
    };
    video.newestRequest = submitWork<SharedFrame>(m_queue, m_courier, std::move(work));
}

/// Decodes one frame in spare time, then the next, until as many are there as were asked for.
void VideoService::readAhead(VideoId id, const FrameRequest& request, qint64 next) {
    const auto found = m_videos.find(id);
    const qint64 last = request.number + std::min(request.ahead, kMostFramesAhead);
    if (found == m_videos.end() || next > last) {
        return;
    }
    BackgroundWork<bool> work;
    work.priority = engine::JobPriority::Background;
    work.compute = [opened = found->second.opened, next, room = request.room](const std::stop_token&,
                                                                              const engine::ProgressSink&) {
        if (next >= framesOf(*opened).facts().frames || room != opened->room) {
            return false;
        }
        (void)decode(*opened, next, room);
        return true;
    };
    const engine::JobNumber newest = found->second.newestRequest;
    work.onOutcome = [this, id, request, next, newest](const Outcome<bool>& outcome) {
        const auto video = m_videos.find(id);
        const bool isStillWanted = video != m_videos.end() && video->second.newestRequest == newest;
        if (isStillWanted && outcome.isValue() && outcome.value()) {
            readAhead(id, request, next + 1);
        }
    };
    found->second.readAhead = submitWork<bool>(m_queue, m_courier, std::move(work));
}

engine::VideoFrames& VideoService::framesOf(Opened& opened) {
    if (!opened.frames) {
        if (opened.problem.code.isEmpty()) {
            throw engine::Cancelled(); // closed, or cancelled before it was opened
        }
        throw failureOf(opened.problem);
    }
    return *opened.frames;
}

SharedFrame VideoService::decode(Opened& opened, qint64 number, QSize room) {
    if (room != opened.room) {
        opened.kept.clear();
        opened.room = room;
    }
    if (const auto kept = opened.kept.find(number); kept != opened.kept.end()) {
        return kept->second;
    }
    auto frame = std::make_shared<const engine::VideoFrame>(
        framesOf(opened).frame(number, std::max(1, room.width()), std::max(1, room.height())));
    opened.kept.emplace(number, frame);
    return frame;
}

void VideoService::forgetAllBut(Opened& opened, qint64 first, qint64 last) {
    std::erase_if(opened.kept, [&](const auto& entry) { return entry.first < first || entry.first > last; });
}

} // namespace trutina::services
