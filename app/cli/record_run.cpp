// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_run.h"

#include "app/cli/console.h"
#include "app/cli/json_text.h"
#include "app/cli/progress_line.h"
#include "app/services/error_translation.h"

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <chrono>

namespace trutina::cli {

namespace {

std::string errorLine(const std::string& line, const contracts::Problem& problem) {
    JsonObject error;
    error.add("code", problem.code.toStdString())
        .add("message", problem.message.toStdString())
        .add("hint", problem.hint.toStdString());
    return JsonObject().addJson("id", storage::conversationRecordIdJson(line)).add("error", error).text();
}

[[noreturn]] void failResuming(const QString& why) {
    throw CommandFailure(ExitCode::File, {QStringLiteral("resume.mismatch"),
                                          why,
                                          QStringLiteral("Begin anew with --force, or use the input and the model of that run."),
                                          {}});
}

bool isBlank(const std::string& line) {
    return line.find_first_not_of(" \t") == std::string::npos;
}

} // namespace

void RecordOptions::addTo(CLI::App& command, bool canResume) {
    const std::string group = "Records";
    command.add_option("--input,-i", input, "Records to read; - is standard input")
        ->type_name("F")
        ->capture_default_str()
        ->group(group);
    command.add_option("--output,-o", output.name, "Where to write; - is standard output")
        ->type_name("F")
        ->capture_default_str()
        ->group(group);
    CLI::Option* const force = command.add_flag("--force", output.force, "Replace an existing output")->group(group);
    if (canResume) {
        command.add_flag("--resume", output.resume, "Continue an output that was cut short (F.part)")
            ->excludes(force)
            ->group(group);
    }
}

RecordRun::RecordRun(const RecordOptions& options, const Interrupt& interrupt, bool showProgress)
    : m_interrupt(interrupt),
      m_showProgress(showProgress),
      m_isResuming(options.output.resume),
      m_input(options.input, interrupt),
      m_output(options.output) {}

ExitCode RecordRun::run(const Handle& handle, const Mark& mark) {
    const Earlier earlier = m_isResuming ? skipEarlier(mark) : Earlier();
    std::int64_t records = earlier.records;
    std::int64_t failed = earlier.failed;
    bool isOutOfMemory = false;
    ProgressLine progress(m_showProgress);
    const auto start = std::chrono::steady_clock::now();

    const auto isCancelled = [&] { return m_interrupt.token().stop_requested(); };
    while (!isCancelled()) {
        const auto line = nextRecord();
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
            result = errorLine(*line, *problem);
            ++failed;
            isOutOfMemory = isOutOfMemory || exitCodeOf(*problem, ExitCode::SomeFailed) == ExitCode::Memory;
            progress.wipe();
            spdlog::warn("{}, line {}: {}", m_input.name(), m_input.lineNumber(), problem->message.toStdString());
        }
        m_output.writeLine(result);
        ++records;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        progress.show(
            fmt::format("{} records, {:.1f} a second", records, static_cast<double>(records - earlier.records) / seconds),
            m_input.fractionRead());
    }
    progress.wipe();
    if (isCancelled()) {
        sayWhereToResume(records);
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

std::optional<std::string> RecordRun::nextRecord() {
    while (auto line = m_input.next()) {
        if (!isBlank(*line)) {
            return line;
        }
    }
    return std::nullopt;
}

/// Each line that is there must belong to the record in its place: half a file of one model and half of another would look whole.
RecordRun::Earlier RecordRun::skipEarlier(const Mark& mark) {
    Earlier earlier;
    m_output.forEachEarlierLine([&](std::string_view text) {
        ++earlier.records;
        const auto line = nextRecord();
        const auto written = nlohmann::json::parse(text, nullptr, false);
        if (!line || !written.is_object() ||
            written.value("id", nlohmann::json()) !=
                nlohmann::json::parse(storage::conversationRecordIdJson(*line), nullptr, false)) {
            failResuming(
                QStringLiteral("Record %1 of the unfinished output does not belong to this input.").arg(earlier.records));
        }
        earlier.failed += written.contains("error") ? 1 : 0;
        if (!mark.field.empty() && !written.contains("error") && written.value(mark.field, mark.value) != mark.value) {
            failResuming(QStringLiteral("The unfinished output was made with another model."));
        }
    });
    if (earlier.records > 0) {
        spdlog::info("Resuming after {} complete records.", earlier.records);
    }
    return earlier;
}

void RecordRun::sayWhereToResume(std::int64_t records) const {
    if (m_output.isFile()) {
        spdlog::error("Stopped. {} complete records are in {}; go on with the same command and --resume.", records,
                      m_output.partFile().string());
    } else {
        spdlog::error("Stopped. {} records are complete; go on with record {} of {}.", records, records + 1, m_input.name());
    }
}

} // namespace trutina::cli
