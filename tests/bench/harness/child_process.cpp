// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/harness/child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX demands it

namespace trutina::bench {

namespace {

std::vector<char*> pointers(const std::vector<std::string>& arguments) {
    std::vector<char*> all;
    for (const std::string& argument : arguments) {
        all.push_back(const_cast<char*>(argument.c_str())); // posix_spawn does not write to them
    }
    all.push_back(nullptr);
    return all;
}

pid_t spawn(const std::vector<std::string>& arguments, const posix_spawn_file_actions_t* actions) {
    pid_t pid = -1;
    if (posix_spawnp(&pid, arguments.front().c_str(), actions, nullptr, pointers(arguments).data(), environ) != 0) {
        throw std::runtime_error("cannot start " + arguments.front());
    }
    return pid;
}

int waitFor(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

} // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments) {
    std::signal(SIGPIPE, SIG_IGN); // a child that died is told by its closed output
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe for " + arguments.front());
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    try {
        m_pid = spawn(arguments, &actions);
    } catch (...) {
        posix_spawn_file_actions_destroy(&actions);
        for (const int end : {in[0], in[1], out[0], out[1]}) {
            close(end);
        }
        throw;
    }
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    m_toChild = fdopen(in[1], "w");
    m_fromChild = fdopen(out[0], "r");
}

ChildProcess::~ChildProcess() {
    std::fclose(m_toChild);
    std::fclose(m_fromChild);
    waitFor(m_pid);
}

void ChildProcess::writeLine(const std::string& line) {
    std::fputs((line + "\n").c_str(), m_toChild);
    std::fflush(m_toChild);
}

std::optional<std::string> ChildProcess::readLine() {
    char* text = nullptr;
    std::size_t capacity = 0;
    const ssize_t length = getline(&text, &capacity, m_fromChild);
    std::optional<std::string> line;
    if (length >= 0) {
        line.emplace(text, static_cast<std::size_t>(length));
        if (line->ends_with('\n')) {
            line->pop_back();
        }
    }
    std::free(text);
    return line;
}

void runProgram(const std::vector<std::string>& arguments) {
    const int status = waitFor(spawn(arguments, nullptr));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw std::runtime_error(arguments.front() + " failed");
    }
}

} // namespace trutina::bench
