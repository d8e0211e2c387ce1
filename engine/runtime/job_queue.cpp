// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/job_queue.h"

#include "engine/runtime/thread_priority.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

namespace trutina::engine {

namespace {

std::size_t indexOf(JobPriority priority) {
    return static_cast<std::size_t>(priority);
}

/// The border: what a job throws becomes a value here.
JobOutcome outcomeOfRun(const std::function<void()>& run) {
    try {
        run();
        return JobFinished{};
    } catch (const Cancelled&) {
        return JobCancelled{};
    } catch (const Failure& failure) {
        return failure.error();
    } catch (const std::bad_alloc& exception) {
        return Error{"memory.exhausted", "There was not enough memory for this step.",
                     "Close other programs, or choose fewer tiles or a smaller model.", exception.what()};
    } catch (const std::exception& exception) {
        return Error{"internal.exception", "Something went wrong that Trutina did not expect.",
                     "Please report this with the log.", exception.what()};
    } catch (...) {
        return Error{"internal.exception", "Something went wrong that Trutina did not expect.",
                     "Please report this with the log.", "an exception of unknown type"};
    }
}

} // namespace

JobQueue::JobQueue(Options options) : m_options(std::move(options)), m_thread([this] { work(); }) {}

JobQueue::~JobQueue() {
    shutdown();
}

JobNumber JobQueue::submit(Job job) {
    EntryPointer entry;
    bool isOpen = false;
    {
        const std::lock_guard lock(m_mutex);
        isOpen = m_state == State::Open;
        entry = enqueueLocked(std::move(job));
    }
    if (isOpen) {
        m_changed.notify_one();
    } else {
        cancelWaiting({entry});
    }
    return entry->number;
}

void JobQueue::cancel(JobNumber number) {
    EntryPointer waiting;
    EntryPointer running;
    {
        const std::lock_guard lock(m_mutex);
        if (m_running && m_running->number == number) {
            running = m_running;
        }
        for (auto& line : m_waiting) {
            const auto found =
                std::find_if(line.begin(), line.end(), [&](const EntryPointer& entry) { return entry->number == number; });
            if (found != line.end()) {
                waiting = *found;
                line.erase(found);
                break;
            }
        }
    }
    if (running) {
        running->stop.request_stop();
    }
    if (waiting) {
        cancelWaiting({waiting});
    }
}

void JobQueue::cancelAll() {
    std::vector<EntryPointer> waiting;
    EntryPointer running;
    {
        const std::lock_guard lock(m_mutex);
        running = m_running;
        for (auto& line : m_waiting) {
            waiting.insert(waiting.end(), line.begin(), line.end());
            line.clear();
        }
    }
    if (running) {
        running->stop.request_stop();
    }
    cancelWaiting(waiting);
}

std::vector<JobNumber> JobQueue::replaceBackground(std::vector<Job> jobs) {
    std::vector<EntryPointer> dropped;
    std::vector<EntryPointer> added;
    {
        const std::lock_guard lock(m_mutex);
        auto& line = m_waiting[indexOf(JobPriority::Background)];
        dropped.assign(line.begin(), line.end());
        line.clear();
        for (Job& job : jobs) {
            job.priority = JobPriority::Background;
            added.push_back(enqueueLocked(std::move(job)));
        }
        if (m_state != State::Open) {
            dropped.insert(dropped.end(), added.begin(), added.end());
        }
    }
    m_changed.notify_one();
    cancelWaiting(dropped);
    std::vector<JobNumber> numbers;
    numbers.reserve(added.size());
    std::transform(added.begin(), added.end(), std::back_inserter(numbers),
                   [](const EntryPointer& entry) { return entry->number; });
    return numbers;
}

void JobQueue::changePriority(JobNumber number, JobPriority priority) {
    const std::lock_guard lock(m_mutex);
    for (auto& line : m_waiting) {
        const auto found =
            std::find_if(line.begin(), line.end(), [&](const EntryPointer& entry) { return entry->number == number; });
        if (found == line.end()) {
            continue;
        }
        const EntryPointer entry = *found;
        line.erase(found);
        entry->job.priority = priority;
        m_waiting[indexOf(priority)].push_back(entry);
        return;
    }
}

bool JobQueue::isRunning(JobNumber number) const {
    const std::lock_guard lock(m_mutex);
    return m_running && m_running->number == number;
}

void JobQueue::finish() {
    end(State::Finishing);
}

void JobQueue::shutdown() {
    end(State::Closed);
}

void JobQueue::end(State state) {
    {
        const std::lock_guard lock(m_mutex);
        m_state = std::max(m_state, state);
    }
    m_changed.notify_all();
    if (state == State::Closed) {
        cancelAll();
    }
    const std::lock_guard lock(m_joining);
    if (m_thread.joinable()) {
        m_thread.join();
    }
    const std::lock_guard closing(m_mutex);
    m_state = State::Closed;
}

/// Outside State::Open the entry gets a number but no place in the line: the caller cancels it.
JobQueue::EntryPointer JobQueue::enqueueLocked(Job job) {
    auto entry = std::make_shared<Entry>();
    entry->number = ++m_lastNumber;
    entry->job = std::move(job);
    if (m_state == State::Open) {
        m_waiting[indexOf(entry->job.priority)].push_back(entry);
    }
    return entry;
}

JobQueue::EntryPointer JobQueue::takeNextLocked() {
    for (auto& line : m_waiting) {
        if (!line.empty()) {
            const EntryPointer entry = line.front();
            line.pop_front();
            return entry;
        }
    }
    return nullptr;
}

void JobQueue::work() {
    nameThread(m_options.threadName.c_str());
    if (m_options.lowPriority) {
        lowerThreadPriority();
    }
    while (true) {
        EntryPointer entry;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] {
                entry = takeNextLocked();
                return entry || m_state != State::Open;
            });
            if (!entry) {
                return;
            }
            m_running = entry;
            if (m_state == State::Closed) {
                entry->stop.request_stop(); // taken between the closing and its cancelAll()
            }
        }
        runOne(entry);
        const std::lock_guard lock(m_mutex);
        m_running.reset();
    }
}

void JobQueue::runOne(const EntryPointer& entry) {
    // Moved out, so that what the closures hold is released here and not by whoever keeps the entry.
    const Job job = std::exchange(entry->job, Job());
    const std::stop_token stop = entry->stop.get_token();
    ProgressLimiter limiter(job.onProgress);
    const JobOutcome outcome = outcomeOfRun([&] {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
        job.run(stop, [&](const Progress& progress) { limiter.report(progress); });
    });
    limiter.flush();
    if (job.onOutcome) {
        job.onOutcome(outcome);
    }
}

void JobQueue::cancelWaiting(const std::vector<EntryPointer>& entries) {
    for (const EntryPointer& entry : entries) {
        entry->stop.request_stop();
        const Job job = std::exchange(entry->job, Job());
        if (job.onOutcome) {
            job.onOutcome(JobCancelled{});
        }
    }
}

} // namespace trutina::engine
