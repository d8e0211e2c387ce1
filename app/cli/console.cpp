// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace trutina::cli {

void setUpLog(const ConsoleOptions& options) {
    const char* const noColor = std::getenv("NO_COLOR"); // NOLINT(concurrency-mt-unsafe): before any thread changes it
    const bool isPlain = options.noColor || (noColor != nullptr && *noColor != '\0');
    auto sink = std::make_shared<spdlog::sinks::stderr_color_sink_mt>(isPlain ? spdlog::color_mode::never
                                                                              : spdlog::color_mode::automatic);
    auto logger = std::make_shared<spdlog::logger>("trutina-cli", std::move(sink));
    logger->set_pattern("%^%l%$: %v");
    logger->set_level(options.quiet ? spdlog::level::err : spdlog::level::from_str(options.logLevel));
    logger->flush_on(spdlog::level::trace);
    spdlog::set_default_logger(std::move(logger));
}

bool isErrorTerminal() {
    return isatty(STDERR_FILENO) == 1;
}

bool isOutputTerminal() {
    return isatty(STDOUT_FILENO) == 1;
}

CommandFailure::CommandFailure(ExitCode exitCode, contracts::Problem problem)
    : m_exitCode(exitCode), m_problem(std::move(problem)), m_text(m_problem.message.toStdString()) {}

void sayProblem(const contracts::Problem& problem) {
    const std::string hint = problem.hint.toStdString();
    spdlog::error("{}{}{}", problem.message.toStdString(), hint.empty() ? "" : " ", hint);
    if (!problem.detail.isEmpty()) {
        spdlog::debug("{}: {}", problem.code.toStdString(), problem.detail.toStdString());
    }
}

ExitCode exitCodeOf(const contracts::Problem& problem, ExitCode usual) {
    return problem.code.startsWith(QStringLiteral("memory.")) ? ExitCode::Memory : usual;
}

void printLine(const std::string& text) {
    const std::string line = text + '\n';
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() || std::fflush(stdout) != 0) {
        const int error = errno;
        throw CommandFailure(ExitCode::File,
                             {QStringLiteral("file.write"), QStringLiteral("The output could not be written."),
                              QStringLiteral("Check that whoever reads it is still there and that the disk has space."),
                              QString::fromLocal8Bit(std::strerror(error))}); // NOLINT(concurrency-mt-unsafe)
    }
}

} // namespace trutina::cli
