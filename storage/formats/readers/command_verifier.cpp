// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/command_verifier.h"

#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>
#include <vector>

namespace trutina::storage {
namespace {

using Time = std::chrono::steady_clock;

constexpr int kPollMilliseconds = 20;
constexpr std::size_t kKeptOfOutput = 2000;

[[noreturn]] void refuse(const VerifierCommand& command, const std::string& what, const std::string& detail = {}) {
    throw Failure("pairs.command", "The command " + inQuotes(command.program.filename().string()) + " " + what + ".",
                  "It reads one JSON object and ends with 0 for right or 1 for wrong.", detail);
}

/// A descriptor, closed when it goes.
class End {
  public:
    explicit End(int descriptor) : m_descriptor(descriptor) {}
    ~End() { close(); }
    End(const End&) = delete;
    End& operator=(const End&) = delete;
    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    void close() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
            m_descriptor = -1;
        }
    }

  private:
    int m_descriptor;
};

/// The running program. It leads a process group of its own, so that what it starts goes with it.
class Child {
  public:
    Child(const VerifierCommand& command, int input, int output) {
        posix_spawn_file_actions_t actions{};
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
        posix_spawnattr_t attributes{};
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
        posix_spawnattr_setpgroup(&attributes, 0);
        sigset_t usual;
        sigemptyset(&usual);
        sigaddset(&usual, SIGPIPE);
        sigaddset(&usual, SIGINT);
        posix_spawnattr_setsigdefault(&attributes, &usual);
        std::vector<std::string> words{command.program.string()};
        words.insert(words.end(), command.arguments.begin(), command.arguments.end());
        std::vector<char*> arguments;
        arguments.reserve(words.size() + 1);
        for (std::string& word : words) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        const int error = posix_spawnp(&m_process, words.front().c_str(), &actions, &attributes, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
        if (error != 0) {
            refuse(command, "cannot be run: " + std::generic_category().message(error));
        }
    }
    ~Child() {
        // The leader is still waited for here, so that the number of the group cannot be somebody else's by now.
        (void)::kill(-m_process, SIGKILL);
        int status = 0;
        while (::waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    struct Ending {
        bool isExit;
        int value; ///< what it ended with, or the signal that ended it
    };
    /// Nothing while it runs.
    [[nodiscard]] std::optional<Ending> ending() const {
        siginfo_t info{};
        if (::waitid(P_PID, static_cast<id_t>(m_process), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != m_process) {
            return std::nullopt;
        }
        return Ending{info.si_code == CLD_EXITED, info.si_status};
    }

  private:
    pid_t m_process = 0;
};

/// Takes what the program writes, keeping enough for the log, and waits a little.
void listen(End& end, std::string& output) {
    pollfd waiting{end.get(), POLLIN, 0};
    if (!end.isOpen() || ::poll(&waiting, 1, kPollMilliseconds) <= 0) {
        ::poll(nullptr, 0, end.isOpen() ? 0 : kPollMilliseconds);
        return;
    }
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(end.get(), buffer.data(), buffer.size());
    if (count > 0) {
        output.append(buffer.data(),
                      std::min(static_cast<std::size_t>(count), kKeptOfOutput - std::min(kKeptOfOutput, output.size())));
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        end.close();
    }
}

/// The question as a file in memory, at its beginning. A pipe would want somebody to write into it, and has a signal for those
/// who do so in vain.
int inMemory(const std::string& question) {
    const int descriptor = ::memfd_create("question", MFD_CLOEXEC);
    std::size_t written = 0;
    while (descriptor >= 0 && written < question.size()) {
        const ssize_t count = ::write(descriptor, question.data() + written, question.size() - written);
        if (count < 0 && errno != EINTR) {
            break;
        }
        written += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    if (descriptor >= 0) {
        ::lseek(descriptor, 0, SEEK_SET);
    }
    return descriptor;
}

} // namespace

bool isRightByCommand(const VerifierCommand& command, const std::string& question, const std::stop_token& stop) {
    std::array<int, 2> pipe{-1, -1};
    const End input(inMemory(question));
    if (!input.isOpen() || ::pipe2(pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        refuse(command, "cannot be run: " + std::generic_category().message(errno));
    }
    End ours(pipe[0]);
    End theirs(pipe[1]);
    ::fcntl(theirs.get(), F_SETFL, 0); // only our end must never wait
    const Child child(command, input.get(), theirs.get());
    theirs.close();
    std::string output;
    const auto end =
        Time::now() + std::chrono::duration_cast<Time::duration>(std::chrono::duration<double>(command.secondsPerAnswer));
    std::optional<Child::Ending> ending;
    while (!(ending = child.ending())) {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
        if (Time::now() >= end) {
            refuse(command, "took longer than it may and was ended", output);
        }
        listen(ours, output);
    }
    if (!ending->isExit) {
        refuse(command, "was ended by the signal " + std::to_string(ending->value), output);
    }
    if (ending->value != 0 && ending->value != 1) {
        listen(ours, output);
        refuse(command, "ended with " + std::to_string(ending->value), output);
    }
    return ending->value == 0;
}

} // namespace trutina::storage
