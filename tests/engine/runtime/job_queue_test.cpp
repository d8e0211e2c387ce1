// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/job_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>

#include <atomic>
#include <future>
#include <latch>
#include <map>
#include <new>
#include <random>
#include <stdexcept>

using namespace trutina::engine;

namespace {

std::string nameOf(const JobOutcome& outcome) {
    if (std::holds_alternative<JobFinished>(outcome)) {
        return "finished";
    }
    return std::holds_alternative<JobCancelled>(outcome) ? "cancelled" : "failed:" + std::get<Error>(outcome).code;
}

/// Waits for its stop token, as a long computation that looks at it often.
void runUntilStopped(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::this_thread::yield();
    }
    throw Cancelled();
}

/// Outcomes by name, in the order in which they came; the test waits for a number of them.
class Log {
  public:
    std::function<void(const JobOutcome&)> keep(const std::string& name) {
        return [this, name](const JobOutcome& outcome) { add(name + " " + nameOf(outcome)); };
    }
    void add(const std::string& line) {
        const std::lock_guard lock(m_mutex);
        m_lines.push_back(line);
        m_changed.notify_all();
    }
    std::vector<std::string> waitFor(std::size_t count) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_lines.size() >= count; });
        return m_lines;
    }
    std::vector<std::string> lines() {
        const std::lock_guard lock(m_mutex);
        return m_lines;
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::string> m_lines;
};

/// A job that holds the worker until it is let go, so that others pile up behind it.
class Gate {
  public:
    Job job(JobPriority priority = JobPriority::Normal) {
        return {priority,
                [this](const std::stop_token&, const ProgressSink&) {
                    m_entered.set_value();
                    m_open.get_future().wait();
                },
                {},
                {}};
    }
    void waitUntilEntered() { m_entered.get_future().wait(); }
    void open() { m_open.set_value(); }

  private:
    std::promise<void> m_entered;
    std::promise<void> m_open;
};

Job quickJob(Log& log, const std::string& name, JobPriority priority = JobPriority::Normal) {
    return {priority, [](const std::stop_token&, const ProgressSink&) {}, {}, log.keep(name)};
}

} // namespace

TEST(JobQueueTest, RunsAJobAndReportsThatItFinished) {
    Log log;
    JobQueue queue;
    bool ran = false;
    queue.submit({JobPriority::Normal, [&](const std::stop_token&, const ProgressSink&) { ran = true; }, {}, log.keep("a")});
    EXPECT_THAT(log.waitFor(1), ::testing::ElementsAre("a finished"));
    EXPECT_TRUE(ran);
}

TEST(JobQueueTest, TurnsExceptionsIntoOneErrorValueEach) {
    Log log;
    JobQueue queue;
    const auto submit = [&](const std::string& name, std::function<void()> run) {
        queue.submit({JobPriority::Normal,
                      [run = std::move(run)](const std::stop_token&, const ProgressSink&) { run(); },
                      {},
                      log.keep(name)});
    };
    submit("failure", [] { throw Failure("media.not_found", "No such picture."); });
    submit("memory", [] { throw std::bad_alloc(); });
    submit("standard", [] { throw std::runtime_error("surprise"); });
    submit("number", [] { throw 7; });
    submit("cancelled", [] { throw Cancelled(); });
    submit("next", [] {});
    EXPECT_THAT(log.waitFor(6), ::testing::ElementsAre("failure failed:media.not_found", "memory failed:memory.exhausted",
                                                       "standard failed:internal.exception", "number failed:internal.exception",
                                                       "cancelled cancelled", "next finished"));
}

TEST(JobQueueTest, RunsTheMostUrgentFirstAndKeepsTheOrderWithinAPriority) {
    Log log;
    Gate gate;
    JobQueue queue;
    queue.submit(gate.job());
    gate.waitUntilEntered();
    queue.submit(quickJob(log, "background 1", JobPriority::Background));
    queue.submit(quickJob(log, "normal 1"));
    queue.submit(quickJob(log, "urgent 1", JobPriority::Urgent));
    queue.submit(quickJob(log, "background 2", JobPriority::Background));
    queue.submit(quickJob(log, "normal 2"));
    queue.submit(quickJob(log, "urgent 2", JobPriority::Urgent));
    gate.open();
    EXPECT_THAT(log.waitFor(6), ::testing::ElementsAre("urgent 1 finished", "urgent 2 finished", "normal 1 finished",
                                                       "normal 2 finished", "background 1 finished", "background 2 finished"));
}

TEST(JobQueueTest, CancelsTheRunningJobThroughItsStopToken) {
    Log log;
    JobQueue queue;
    std::promise<void> started;
    const JobNumber number = queue.submit({JobPriority::Normal,
                                           [&](const std::stop_token& stop, const ProgressSink&) {
                                               started.set_value();
                                               runUntilStopped(stop);
                                           },
                                           {},
                                           log.keep("long")});
    started.get_future().wait();
    EXPECT_TRUE(queue.isRunning(number));
    queue.cancel(number);
    EXPECT_THAT(log.waitFor(1), ::testing::ElementsAre("long cancelled"));
}

TEST(JobQueueTest, CancelsAWaitingJobAtOnceWithoutRunningIt) {
    Log log;
    Gate gate;
    JobQueue queue;
    queue.submit(gate.job());
    gate.waitUntilEntered();
    bool ran = false;
    const JobNumber number = queue.submit(
        {JobPriority::Normal, [&](const std::stop_token&, const ProgressSink&) { ran = true; }, {}, log.keep("waiting")});
    queue.cancel(number);
    EXPECT_THAT(log.lines(), ::testing::ElementsAre("waiting cancelled")) << "the outcome comes before cancel() returns";
    gate.open();
    queue.finish();
    EXPECT_FALSE(ran);
    EXPECT_EQ(log.lines().size(), 1U);
}

TEST(JobQueueTest, IgnoresTheCancellingOfAnEndedJob) {
    Log log;
    JobQueue queue;
    const JobNumber number = queue.submit(quickJob(log, "a"));
    log.waitFor(1);
    queue.cancel(number);
    queue.submit(quickJob(log, "b"));
    EXPECT_THAT(log.waitFor(2), ::testing::ElementsAre("a finished", "b finished"));
}

TEST(JobQueueTest, CancelAllEndsWhatRunsAndWhatWaitsButNotTheQueue) {
    Log log;
    JobQueue queue;
    std::promise<void> started;
    queue.submit({JobPriority::Normal,
                  [&](const std::stop_token& stop, const ProgressSink&) {
                      started.set_value();
                      runUntilStopped(stop);
                  },
                  {},
                  log.keep("running")});
    started.get_future().wait();
    queue.submit(quickJob(log, "waiting"));
    queue.cancelAll();
    queue.submit(quickJob(log, "later"));
    EXPECT_THAT(log.waitFor(3), ::testing::UnorderedElementsAre("running cancelled", "waiting cancelled", "later finished"));
}

TEST(JobQueueTest, ReplacesTheBackgroundListButNothingElse) {
    Log log;
    Gate gate;
    JobQueue queue;
    queue.submit(gate.job());
    gate.waitUntilEntered();
    queue.submit(quickJob(log, "old", JobPriority::Background));
    queue.submit(quickJob(log, "normal"));
    std::vector<Job> jobs;
    jobs.push_back(quickJob(log, "new 1", JobPriority::Urgent)); // the list sets the priority
    jobs.push_back(quickJob(log, "new 2"));
    EXPECT_EQ(queue.replaceBackground(std::move(jobs)).size(), 2U);
    EXPECT_THAT(log.lines(), ::testing::ElementsAre("old cancelled"));
    gate.open();
    EXPECT_THAT(log.waitFor(4), ::testing::ElementsAre("old cancelled", "normal finished", "new 1 finished", "new 2 finished"));
}

TEST(JobQueueTest, AWaitingJobCanBecomeUrgent) {
    Log log;
    Gate gate;
    JobQueue queue;
    queue.submit(gate.job());
    gate.waitUntilEntered();
    queue.submit(quickJob(log, "normal"));
    const JobNumber number = queue.submit(quickJob(log, "background", JobPriority::Background));
    queue.changePriority(number, JobPriority::Urgent);
    gate.open();
    EXPECT_THAT(log.waitFor(2), ::testing::ElementsAre("background finished", "normal finished"));
}

TEST(JobQueueTest, DeliversTheLastProgressBeforeTheOutcome) {
    Log log;
    JobQueue queue;
    std::vector<double> fractions;
    queue.submit({JobPriority::Normal,
                  [](const std::stop_token&, const ProgressSink& progress) {
                      for (int i = 0; i <= 1000; ++i) {
                          progress({Stage::ReadingPrompt, i / 1000.0, {}});
                      }
                  },
                  [&](const ShownProgress& shown) { fractions.push_back(shown.progress.fraction); }, log.keep("a")});
    log.waitFor(1);
    ASSERT_FALSE(fractions.empty());
    EXPECT_DOUBLE_EQ(fractions.back(), 1.0);
    EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
    EXPECT_LT(fractions.size(), 1000U);
}

TEST(JobQueueTest, ShutdownStopsTheRunningJobCancelsTheOthersAndRefusesNewOnes) {
    Log log;
    JobQueue queue;
    std::promise<void> started;
    queue.submit({JobPriority::Normal,
                  [&](const std::stop_token& stop, const ProgressSink&) {
                      started.set_value();
                      runUntilStopped(stop);
                  },
                  {},
                  log.keep("running")});
    started.get_future().wait();
    queue.submit(quickJob(log, "waiting"));
    queue.shutdown();
    EXPECT_THAT(log.lines(), ::testing::UnorderedElementsAre("running cancelled", "waiting cancelled"));
    queue.submit(quickJob(log, "late"));
    EXPECT_EQ(log.lines().back(), "late cancelled");
    queue.shutdown();
}

TEST(JobQueueTest, FinishRunsEverythingThatWasSubmittedBefore) {
    Log log;
    JobQueue queue;
    for (int i = 0; i < 100; ++i) {
        queue.submit(quickJob(log, std::to_string(i)));
    }
    queue.finish();
    EXPECT_EQ(log.lines().size(), 100U);
    EXPECT_THAT(log.lines(), ::testing::Each(::testing::HasSubstr("finished")));
}

TEST(JobQueueTest, AnOutcomeMaySubmitTheNextJob) {
    Log log;
    JobQueue queue;
    queue.submit({JobPriority::Normal,
                  [](const std::stop_token&, const ProgressSink&) {},
                  {},
                  [&](const JobOutcome&) { queue.submit(quickJob(log, "second")); }});
    EXPECT_THAT(log.waitFor(1), ::testing::ElementsAre("second finished"));
}

TEST(JobQueueTest, ReleasesWhatAJobHoldsWhenItEnds) {
    Log log;
    JobQueue queue;
    auto held = std::make_shared<int>(1);
    const std::weak_ptr<int> watch = held;
    queue.submit({JobPriority::Normal, [held = std::move(held)](const std::stop_token&, const ProgressSink&) {}, {}, {}});
    queue.submit(quickJob(log, "after"));
    log.waitFor(1);
    EXPECT_TRUE(watch.expired());
}

TEST(JobQueueTest, ALowPriorityWorkerYieldsToTheWindow) {
    Log log;
    JobQueue queue({"slow", true});
    int niceness = 0;
    int policy = 0;
    queue.submit({JobPriority::Normal,
                  [&](const std::stop_token&, const ProgressSink&) {
                      niceness = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
                      policy = sched_getscheduler(0);
                  },
                  {},
                  log.keep("a")});
    log.waitFor(1);
    EXPECT_GT(niceness, getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())));
    EXPECT_EQ(policy, SCHED_BATCH);
}

/// Many threads submit, cancel, replace and end the queue at once: every job has exactly one outcome, and none comes after the
/// end.
TEST(JobQueueTest, GivesEveryJobExactlyOneOutcomeUnderStress) {
    constexpr int kRounds = 20;
    constexpr int kThreads = 4;
    constexpr int kJobsPerThread = 60;
    for (int round = 0; round < kRounds; ++round) {
        std::atomic<int> submitted = 0;
        std::atomic<int> ended = 0;
        std::atomic<bool> isClosed = false;
        std::atomic<int> afterTheEnd = 0;
        std::latch start(kThreads + 1);
        std::array<std::atomic<int>, kThreads * kJobsPerThread> outcomes{};
        {
            JobQueue queue;
            std::vector<std::thread> threads;
            for (int t = 0; t < kThreads; ++t) {
                threads.emplace_back([&, t] {
                    std::minstd_rand random(static_cast<unsigned>(round * kThreads + t + 1));
                    start.arrive_and_wait();
                    std::vector<JobNumber> mine;
                    for (int i = 0; i < kJobsPerThread; ++i) {
                        const auto slot = static_cast<std::size_t>(t * kJobsPerThread + i);
                        Job job{static_cast<JobPriority>(random() % 3),
                                [&](const std::stop_token& stop, const ProgressSink& progress) {
                                    for (int step = 0; step < 5; ++step) {
                                        if (stop.stop_requested()) {
                                            throw Cancelled();
                                        }
                                        progress({Stage::ReadingPrompt, step / 5.0, {}});
                                    }
                                },
                                {},
                                [&, slot](const JobOutcome&) {
                                    ++outcomes.at(slot);
                                    ++ended;
                                    if (isClosed) {
                                        ++afterTheEnd;
                                    }
                                }};
                        ++submitted;
                        if (random() % 8 == 0) {
                            std::vector<Job> list;
                            list.push_back(std::move(job));
                            mine.push_back(queue.replaceBackground(std::move(list)).front());
                        } else {
                            mine.push_back(queue.submit(std::move(job)));
                        }
                        if (random() % 4 == 0) {
                            queue.cancel(mine[random() % mine.size()]);
                        }
                        if (random() % 16 == 0) {
                            queue.changePriority(mine[random() % mine.size()], JobPriority::Urgent);
                        }
                        if (random() % 40 == 0) {
                            queue.cancelAll();
                        }
                    }
                });
            }
            start.arrive_and_wait();
            if (round % 2 == 0) {
                for (auto& thread : threads) {
                    thread.join();
                }
                round % 4 == 0 ? queue.shutdown() : queue.finish();
                isClosed = true;
            } else {
                queue.shutdown(); // while others still submit
                for (auto& thread : threads) {
                    thread.join();
                }
            }
        }
        EXPECT_EQ(ended, submitted);
        EXPECT_EQ(afterTheEnd, 0);
        for (const auto& count : outcomes) {
            EXPECT_EQ(count, 1);
        }
    }
}
