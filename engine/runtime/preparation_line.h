// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runtime/batch_worker.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

namespace trutina::engine {

/// Requests stand in line and are made ready by helper threads meanwhile; they leave in the order in which they came.
///
/// What is decoded ahead is bounded by the number of requests with media and by bytes; the foremost request is always worked on.
/// Helpers have a lower priority than the thread that computes: they take what it leaves. Threads: belongs to one.
class PreparationLine {
  public:
    struct Limits {
        int helpers = 1;
        int mediaAhead = 8;          ///< requests with media that are ready or being made so
        std::int64_t mediaBytes = 0; ///< of those that are ready: none is begun beyond
    };
    using Ready = std::variant<std::unique_ptr<PreparedRequest>, Error>;

    PreparationLine(BatchWorker& worker, Limits limits, std::stop_token stop);
    ~PreparationLine(); ///< what stands in line is dropped; waits for the request that is being worked on to notice
    PreparationLine(const PreparationLine&) = delete;
    PreparationLine& operator=(const PreparationLine&) = delete;

    void add(ScoreRequest request);
    void add(Error error); ///< a request that could not be made keeps its place
    [[nodiscard]] std::size_t size() const { return m_standing; }
    /// The foremost request, waiting until it is ready. There must be one. Throws Cancelled when a stop was requested.
    [[nodiscard]] Ready take();

  private:
    struct Place {
        std::optional<ScoreRequest> request; ///< until a helper takes it
        bool hasMedia = false;
        std::optional<Ready> ready;
    };

    void help();
    void addPlace(Place place);
    [[nodiscard]] Place* nextLocked();
    [[nodiscard]] static std::int64_t bytesOf(const Ready& ready);

    BatchWorker& m_worker;
    const Limits m_limits;
    std::stop_source m_stop; ///< the caller's stop request, or the end of the line
    std::size_t m_standing = 0;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::unique_ptr<Place>> m_line; // guarded by m_mutex, as the rest; a Place stays where it is while it is in line
    int m_mediaAhead = 0;
    std::int64_t m_mediaBytes = 0;

    std::stop_callback<std::function<void()>> m_forward;
    std::vector<std::jthread> m_helpers; // last: they use all of the above
};

} // namespace trutina::engine
