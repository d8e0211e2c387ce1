// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace trutina::testing {

inline void writeText(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

inline std::string readText(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

inline std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

inline std::vector<nlohmann::json> recordsOf(const std::string& text) {
    std::vector<nlohmann::json> records;
    for (const std::string& line : linesOf(text)) {
        records.push_back(nlohmann::json::parse(line));
    }
    return records;
}

/// The real program in a process of its own, with its own streams. Waits for it, at the latest, when it goes.
class ProgramRun {
  public:
    struct Options {
        std::filesystem::path program;
        std::filesystem::path directory; ///< it works there
        std::string input;
        bool keepInputOpen = false;
        std::vector<std::string> environment; ///< added to our own
    };

    ProgramRun(const Options& options, std::vector<std::string> arguments) : m_options(options) {
        std::array<int, 2> input{};
        std::array<int, 2> outputPipe{};
        std::array<int, 2> error{};
        if (pipe2(input.data(), O_CLOEXEC) != 0 || pipe2(outputPipe.data(), O_CLOEXEC) != 0 ||
            pipe2(error.data(), O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipes");
        }
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addchdir_np(&actions, options.directory.c_str());
        posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, outputPipe[1], STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, error[1], STDERR_FILENO);
        arguments.insert(arguments.begin(), options.program.string());
        std::vector<char*> argv;
        for (std::string& argument : arguments) {
            argv.push_back(argument.data());
        }
        argv.push_back(nullptr);
        std::vector<std::string> added = options.environment;
        std::vector<char*> environment;
        for (std::string& variable : added) {
            environment.push_back(variable.data());
        }
        for (char** variable = environ; *variable != nullptr; ++variable) {
            environment.push_back(*variable);
        }
        environment.push_back(nullptr);
        const int result = posix_spawn(&m_process, options.program.c_str(), &actions, nullptr, argv.data(), environment.data());
        posix_spawn_file_actions_destroy(&actions);
        close(input[0]);
        close(outputPipe[1]);
        close(error[1]);
        if (result != 0) {
            throw std::runtime_error(options.program.string() + ": " + std::strerror(result));
        }
        m_output = outputPipe[0];
        m_error = error[0];
        m_input = input[1];
        writeInput(options.input);
        if (!options.keepInputOpen) {
            closeInput();
        }
    }
    ~ProgramRun() {
        if (m_process > 0) {
            kill();
            wait();
        }
    }
    ProgramRun(const ProgramRun&) = delete;
    ProgramRun& operator=(const ProgramRun&) = delete;

    void writeInput(const std::string& text) {
        if (!text.empty() && write(m_input, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
            throw std::runtime_error("the program does not read its input");
        }
    }
    void closeInput() {
        if (m_input >= 0) {
            close(m_input);
            m_input = -1;
        }
    }
    void interrupt() const { ::kill(m_process, SIGINT); }
    void kill() const { ::kill(m_process, SIGKILL); }

    /// Reads until standard output or standard error holds `text`; false when the program ended without it.
    bool waitForText(const std::string& text) {
        while (output.find(text) == std::string::npos && errors.find(text) == std::string::npos) {
            if (!readSome()) {
                return false;
            }
        }
        return true;
    }

    /// Reads all that is left and waits for the end. The exit code, or minus the signal.
    int wait() {
        closeInput();
        while (readSome()) {
        }
        int status = 0;
        rusage usage{};
        wait4(std::exchange(m_process, 0), &status, 0, &usage);
        peakMemoryBytes = std::int64_t{usage.ru_maxrss} * 1024;
        close(m_output);
        close(m_error);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

    std::string output;
    std::string errors;
    std::int64_t peakMemoryBytes = 0; ///< after wait(): the most memory that the program held

  private:
    bool readSome() {
        std::array<pollfd, 2> waited{{{m_isOutputOpen ? m_output : -1, POLLIN, 0}, {m_isErrorOpen ? m_error : -1, POLLIN, 0}}};
        if (!m_isOutputOpen && !m_isErrorOpen) {
            return false;
        }
        if (poll(waited.data(), waited.size(), -1) < 0) {
            return errno == EINTR;
        }
        if (waited[0].revents != 0) {
            m_isOutputOpen = append(m_output, output);
        }
        if (waited[1].revents != 0) {
            m_isErrorOpen = append(m_error, errors);
        }
        return true;
    }
    static bool append(int descriptor, std::string& text) {
        std::array<char, 4096> buffer{};
        const ssize_t count = read(descriptor, buffer.data(), buffer.size());
        if (count > 0) {
            text.append(buffer.data(), static_cast<std::size_t>(count));
        }
        return count > 0;
    }

    Options m_options;
    pid_t m_process = 0;
    int m_input = -1;
    int m_output = -1;
    int m_error = -1;
    bool m_isOutputOpen = true;
    bool m_isErrorOpen = true;
};

} // namespace trutina::testing
