// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/preparation_line.h"

#include "engine/runtime/thread_priority.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

namespace trutina::engine {

namespace {

bool bringsMedia(const Conversation& conversation) {
    return !conversation.media.empty() || std::any_of(conversation.candidates.begin(), conversation.candidates.end(),
                                                      [](const Candidate& candidate) { return !candidate.media.empty(); });
}

/// The border of a helper thread: all but Cancelled becomes a value.
PreparationLine::Ready prepared(BatchWorker& worker, const ScoreRequest& request, const std::stop_token& stop) {
    try {
        return worker.prepare(request, stop);
    } catch (const Cancelled&) {
        throw;
    } catch (const Failure& failure) {
        return failure.error();
    } catch (const std::bad_alloc& exception) {
        return Error{"memory.exhausted", "There was not enough memory for this step.",
                     "Close other programs, or use a smaller --hd-num.", exception.what()};
    } catch (const std::exception& exception) {
        return Error{"internal.exception", "Something went wrong that Trutina did not expect.",
                     "Please report this with the log.", exception.what()};
    }
}

} // namespace

PreparationLine::PreparationLine(BatchWorker& worker, Limits limits, std::stop_token stop)
    : m_worker(worker), m_limits(limits), m_forward(std::move(stop), [this] { m_stop.request_stop(); }) {
    for (int i = 0; i < std::max(1, m_limits.helpers); ++i) {
        m_helpers.emplace_back([this] { help(); });
    }
}

PreparationLine::~PreparationLine() {
    m_stop.request_stop();
}

void PreparationLine::add(ScoreRequest request) {
    Place place;
    place.hasMedia = bringsMedia(request.conversation);
    place.request = std::move(request);
    addPlace(std::move(place));
}

void PreparationLine::add(Error error) {
    Place place;
    place.ready = std::move(error);
    addPlace(std::move(place));
}

void PreparationLine::addPlace(Place place) {
    {
        const std::lock_guard lock(m_mutex);
        m_line.push_back(std::make_unique<Place>(std::move(place)));
    }
    ++m_standing;
    m_changed.notify_all();
}

PreparationLine::Ready PreparationLine::take() {
    std::unique_lock lock(m_mutex);
    const bool isReady = m_changed.wait(lock, m_stop.get_token(), [&] { return m_line.front()->ready.has_value(); });
    if (!isReady) {
        throw Cancelled();
    }
    const auto place = std::move(m_line.front());
    m_line.pop_front();
    --m_standing;
    if (place->hasMedia) {
        --m_mediaAhead;
        m_mediaBytes -= bytesOf(*place->ready);
    }
    lock.unlock();
    m_changed.notify_all(); // there is another foremost request, and there may be room for more
    return std::move(*place->ready);
}

std::int64_t PreparationLine::bytesOf(const Ready& ready) {
    const auto* request = std::get_if<std::unique_ptr<PreparedRequest>>(&ready);
    return request != nullptr ? (*request)->bytes() : 0;
}

/// The oldest request that may be begun now, or none.
PreparationLine::Place* PreparationLine::nextLocked() {
    for (const auto& place : m_line) {
        if (!place->request) {
            continue;
        }
        const bool isForemost = place == m_line.front();
        const bool hasRoom = m_mediaAhead < m_limits.mediaAhead && m_mediaBytes < m_limits.mediaBytes;
        if (!place->hasMedia || isForemost || hasRoom) {
            return place.get();
        }
    }
    return nullptr;
}

void PreparationLine::help() {
    lowerThreadPriority();
    nameThread("read ahead");
    const std::stop_token stop = m_stop.get_token();
    std::unique_lock lock(m_mutex);
    while (true) {
        Place* place = nullptr;
        const bool hasWork = m_changed.wait(lock, stop, [&] { return (place = nextLocked()) != nullptr; });
        if (!hasWork || stop.stop_requested()) {
            return;
        }
        const ScoreRequest request = std::move(*place->request);
        place->request.reset();
        m_mediaAhead += place->hasMedia ? 1 : 0;
        lock.unlock();
        std::optional<Ready> ready;
        try {
            ready = prepared(m_worker, request, stop);
        } catch (const Cancelled&) {
            m_stop.request_stop(); // who waits for this request must not wait for ever
            return;
        }
        lock.lock();
        m_mediaBytes += place->hasMedia ? bytesOf(*ready) : 0;
        place->ready = std::move(ready);
        m_changed.notify_all();
    }
}

} // namespace trutina::engine
