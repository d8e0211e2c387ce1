// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"
#include "engine/api/progress.h"
#include "engine/runtime/progress_limiter.h"

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>
#include <vector>

namespace trutina::engine {

/// Within a priority, the first that came runs first. A running job is never interrupted by a more urgent one.
enum class JobPriority { Urgent, Normal, Background };

using JobNumber = std::uint64_t; ///< never used twice by one queue; 0: none

struct JobFinished {};
struct JobCancelled {};
/// The one end of a job.
using JobOutcome = std::variant<JobFinished, JobCancelled, Error>;

/// A piece of work for a JobQueue.
struct Job {
    JobPriority priority = JobPriority::Normal;
    /// The work itself, on the worker thread. Ends by returning, by throwing Cancelled when `stop` is triggered, or by throwing
    /// Failure; any other exception is taken for an error of the program ("internal.exception").
    std::function<void(const std::stop_token& stop, const ProgressSink& progress)> run;
    /// Limited in rate; on the worker thread. May be empty.
    std::function<void(const ShownProgress&)> onProgress;
    /// Exactly once, after the last onProgress: on the worker thread, or, for a job that never started, on the thread that
    /// cancels it. The queue's lock is not held, so the callee may use the queue. Must not throw. May be empty.
    std::function<void(const JobOutcome&)> onOutcome;
};

/// One worker thread and the jobs that wait for it.
///
/// Threads: every member from any thread, except that finish(), shutdown() and the destructor must not be called by a job.
/// After shutdown() or finish() returned nothing of any job is called any more.
class JobQueue {
  public:
    struct Options {
        std::string threadName = "trutina-worker";
        bool lowPriority = false; ///< see lowerThreadPriority()
    };

    JobQueue() : JobQueue(Options()) {}
    explicit JobQueue(Options options);
    ~JobQueue(); ///< as shutdown()
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;

    /// After the end of the queue the job is cancelled at once.
    JobNumber submit(Job job);

    /// A waiting job is cancelled at once, the running one when it next looks at its stop token.
    /// Does nothing for a job that has ended.
    void cancel(JobNumber number);
    void cancelAll();

    /// Cancels the background jobs that wait (not one that runs) and puts these in their place. Their priority is set.
    std::vector<JobNumber> replaceBackground(std::vector<Job> jobs);

    /// Gives a waiting job another priority, behind those that wait there already.
    void changePriority(JobNumber number, JobPriority priority);

    /// Whether this is the job that runs now.
    [[nodiscard]] bool isRunning(JobNumber number) const;

    /// Ends the queue after all jobs that were submitted before: for work that must not be lost.
    void finish();
    /// Ends the queue: cancels what waits, asks the running job to stop and joins the thread.
    void shutdown();

  private:
    struct Entry {
        JobNumber number = 0;
        Job job;
        std::stop_source stop;
    };
    using EntryPointer = std::shared_ptr<Entry>;
    enum class State { Open, Finishing, Closed };

    EntryPointer enqueueLocked(Job job);
    [[nodiscard]] EntryPointer takeNextLocked();
    void end(State state);
    void work();
    static void runOne(const EntryPointer& entry);
    static void cancelWaiting(const std::vector<EntryPointer>& entries);

    // Set by the constructor.
    const Options m_options;

    // Guarded by m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::array<std::deque<EntryPointer>, 3> m_waiting; ///< by priority
    EntryPointer m_running;
    JobNumber m_lastNumber = 0;
    State m_state = State::Open;

    // Guarded by m_joining.
    std::mutex m_joining;
    std::thread m_thread;
};

} // namespace trutina::engine
