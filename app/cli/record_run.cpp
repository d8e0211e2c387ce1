// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_run.h"

#include "app/cli/console.h"
#include "app/cli/json_text.h"
#include "app/cli/progress_line.h"
#include "app/services/error_translation.h"
#include "storage/formats/conversation_record.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <optional>

namespace trutina::cli {

std::string errorLine(const std::string& idJson, const contracts::Problem& problem) {
    JsonObject error;
    error.add("code", problem.code.toStdString())
        .add("message", problem.message.toStdString())
        .add("hint", problem.hint.toStdString());
    return JsonObject().addJson("id", idJson).add("error", error).text();
}

CLI::Option* RecordOptions::addTo(CLI::App& command) {
    const std::string group = "Records";
    command.add_option("--input,-i", input, "Records to read; - is standard input")
        ->type_name("F")
        ->capture_default_str()
        ->group(group);
    command.add_option("--output,-o", output.name, "Where to write; - is standard output")
        ->type_name("F")
        ->capture_default_str()
        ->group(group);
    return command.add_flag("--force", output.force, "Replace an existing output")->group(group);
}

RecordRun::RecordRun(const RecordOptions& options, const Interrupt& interrupt, bool showProgress)
    : m_interrupt(interrupt), m_showProgress(showProgress), m_input(options.input, interrupt), m_output(options.output) {}

ExitCode RecordRun::run(const Handle& handle) {
    std::int64_t records = 0;
    std::int64_t failed = 0;
    bool isOutOfMemory = false;
    ProgressLine progress(m_showProgress);
    const auto start = std::chrono::steady_clock::now();

    const auto isCancelled = [&] { return m_interrupt.token().stop_requested(); };
    while (!isCancelled()) {
        const auto line = m_input.nextRecord();
        if (!line) {
            break;
        }
        std::optional<contracts::Problem> problem;
        std::string result;
        try {
            result = handle(*line, m_input.baseDirectory());
        } catch (const CommandCancelled&) {
            break;
        } catch (const CommandFailure& failure) {
            problem = failure.problem();
        } catch (...) {
            const services::CaughtError caught = services::caughtError();
            if (caught.isCancelled) {
                break;
            }
            problem = caught.problem;
        }
        if (problem) {
            result = errorLine(storage::conversationRecordIdJson(*line), *problem);
            ++failed;
            isOutOfMemory = isOutOfMemory || exitCodeOf(*problem, ExitCode::SomeFailed) == ExitCode::Memory;
            progress.wipe();
            spdlog::warn("{}, line {}: {}", m_input.name(), m_input.lineNumber(), problem->message.toStdString());
        }
        m_output.writeLine(result);
        ++records;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        progress.show(fmt::format("{} records, {:.1f} a second", records, static_cast<double>(records) / seconds),
                      m_input.fractionRead());
    }
    progress.wipe();
    if (isCancelled()) {
        spdlog::error("Stopped. {} records are complete{}.", records,
                      m_output.isFile() ? ", in " + m_output.partFile().string() : std::string());
        return ExitCode::Cancelled;
    }
    m_output.commit();
    if (failed > 0) {
        spdlog::warn("{} of {} records failed; the others are complete.", failed, records);
    }
    if (isOutOfMemory) {
        return ExitCode::Memory;
    }
    return failed > 0 ? ExitCode::SomeFailed : ExitCode::Done;
}

} // namespace trutina::cli
