// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include "app/cli/exit_code.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>

namespace trutina::cli {

namespace {

void raise(int eventDescriptor) {
    const std::uint64_t one = 1;
    (void)!write(eventDescriptor, &one, sizeof one);
}

} // namespace

Interrupt::Interrupt() : m_requested(eventfd(0, EFD_CLOEXEC)), m_end(eventfd(0, EFD_CLOEXEC)) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_signals = signalfd(-1, &set, SFD_CLOEXEC);
    m_thread = std::thread([this] { watch(); });
}

Interrupt::~Interrupt() {
    raise(m_end);
    m_thread.join();
    close(m_signals);
    close(m_requested);
    close(m_end);
}

void Interrupt::watch() {
    while (true) {
        std::array<pollfd, 2> waited{{{m_signals, POLLIN, 0}, {m_end, POLLIN, 0}}};
        if (poll(waited.data(), waited.size(), -1) < 0) {
            continue;
        }
        if ((waited[1].revents & POLLIN) != 0) {
            return;
        }
        signalfd_siginfo information{};
        if (read(m_signals, &information, sizeof information) != sizeof information) {
            continue;
        }
        if (m_source.stop_requested()) {
            _exit(static_cast<int>(ExitCode::Cancelled));
        }
        m_source.request_stop();
        raise(m_requested);
    }
}

} // namespace trutina::cli
