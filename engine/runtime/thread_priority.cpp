// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/thread_priority.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstring>

namespace trutina::engine {

namespace {
constexpr int kNiceness = 10;
constexpr std::size_t kLongestName = 16; // with the end mark
} // namespace

void lowerThreadPriority() noexcept {
    // SCHED_BATCH: no bonus for waking up, so that a burst of work never delays a repaint. On Linux the niceness is per thread.
    const sched_param parameters{};
    (void)pthread_setschedparam(pthread_self(), SCHED_BATCH, &parameters);
    (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
}

void nameThread(const char* name) noexcept {
    char kept[kLongestName] = {};
    std::strncpy(kept, name, kLongestName - 1);
    (void)pthread_setname_np(pthread_self(), kept);
}

} // namespace trutina::engine
