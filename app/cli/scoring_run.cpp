// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/scoring_run.h"

#include "app/cli/console.h"
#include "app/services/error_translation.h"
#include "app/services/stage_text.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

namespace trutina::cli {

namespace {

/// Part of what makes a run repeatable: another number would give other packs, and so other last digits.
constexpr std::int64_t kBlock = 64;
/// How long a pipe may make wait before what was read is scored: longer than the pauses of a program that writes without a stop.
constexpr std::chrono::milliseconds kPatience{50};

[[noreturn]] void failResuming(const QString& why) {
    throw CommandFailure(ExitCode::File,
                         {QStringLiteral("resume.mismatch"),
                          why,
                          QStringLiteral("Begin anew with --force, or use the input, the model and the options of that run."),
                          {}});
}

engine::Error engineError(const contracts::Problem& problem) {
    return {problem.code.toStdString(), problem.message.toStdString(), problem.hint.toStdString(), problem.detail.toStdString()};
}

} // namespace

void ScoringRunOptions::addTo(CLI::App& command) {
    CLI::Option* const force = records.addTo(command);
    command.add_flag("--resume", records.output.resume, "Continue an output that was cut short (F.part)")
        ->excludes(force)
        ->group("Records");
    command
        .add_option_function<std::string>(
            "--shard", [this](const std::string& text) { shard = shardOf(text); },
            "Only part I of N, counted from 1; the outputs of all parts, in order, are the output of the whole. Needs a file "
            "as input")
        ->check([](const std::string& text) {
            return shardOf(text) ? std::string() : "must be I/N with 1 <= I <= N, as in 2/4, not '" + text + "'";
        })
        ->type_name("I/N")
        ->group("Records");
}

ScoringRun::ScoringRun(const ScoringRunOptions& options, const Interrupt& interrupt, bool showProgress)
    : m_interrupt(interrupt),
      m_isResuming(options.records.output.resume),
      m_shard(options.shard),
      m_input(options.records.input, interrupt),
      m_output(options.records.output),
      m_progress(showProgress) {
    if (m_shard && !m_input.isRegularFile()) {
        throw CommandFailure(ExitCode::Usage, {QStringLiteral("shard.input"),
                                               QStringLiteral("Parts of an input that is no file cannot be told."),
                                               QStringLiteral("Write the records to a file and name it with --input."),
                                               {}});
    }
}

ExitCode ScoringRun::run(services::Headless& headless, const Job& job) {
    enterShard();
    if (m_isResuming) {
        skipEarlier(job);
    }
    m_summary = {};

    engine::BatchOptions options;
    options.blockSize = static_cast<int>(kBlock);
    options.firstRequest = m_firstRequest;
    options.deliverFrom = m_written;
    options.expectedRequests = m_end ? *m_end - m_firstRequest : 0;
    if (!m_input.isRegularFile()) {
        options.isReady = [this] { return !m_again.empty() || m_input.isReady(kPatience); };
    }
    const auto outcome = headless.scoreAll(
        [&] { return nextRequest(job); }, [&](const engine::RequestOutcome& one) { finish(job, one); }, options,
        m_interrupt.token(),
        [this](const engine::Progress& progress) {
            m_progress.show(fmt::format("{} records, {:.1f} a second. {}", m_written - m_begin, m_summary.recordsPerSecond(),
                                        services::stageText(progress.stage).toStdString()),
                            m_end ? progress.fraction : m_input.fractionRead());
        });
    m_progress.wipe();
    if (outcome.isCancelled() || m_interrupt.token().stop_requested()) {
        sayWhereToResume();
        return ExitCode::Cancelled;
    }
    (void)valueOf(outcome, ExitCode::SomeFailed);
    m_output.commit();
    spdlog::info(m_summary.text());
    if (m_failed > 0) {
        spdlog::warn("{} of {} records failed; the others are complete.", m_failed, m_written - m_begin);
    }
    if (m_isOutOfMemory) {
        return ExitCode::Memory;
    }
    return m_failed > 0 ? ExitCode::SomeFailed : ExitCode::Done;
}

std::optional<ScoringRun::Line> ScoringRun::nextLine() {
    if (m_end && m_place >= *m_end) {
        return std::nullopt;
    }
    auto text = m_input.nextRecord();
    if (!text) {
        return std::nullopt;
    }
    ++m_place;
    return Line{*std::move(text), m_input.lineNumber()};
}

void ScoringRun::enterShard() {
    if (!m_shard) {
        return;
    }
    const std::int64_t records = m_input.countRecords();
    const RecordRange range = recordsOf(*m_shard, records, kBlock);
    while (m_place < range.begin && nextLine()) {
    }
    m_end = range.end;
    m_begin = m_firstRequest = m_written = range.begin;
    spdlog::info("Part {} of {}: records {} to {} of {}.", m_shard->number, m_shard->count, range.begin + 1, range.end, records);
}

/// Each line that is there must belong to the record in its place: half a file of one model and half of another would look whole.
void ScoringRun::skipEarlier(const Job& job) {
    m_output.forEachEarlierLine([&](std::string_view text) {
        auto line = nextLine();
        const auto written = nlohmann::json::parse(text, nullptr, false);
        if (!line || !written.is_object() ||
            written.value("id", nlohmann::json()) !=
                nlohmann::json::parse(storage::conversationRecordIdJson(line->text), nullptr, false)) {
            failResuming(
                QStringLiteral("Record %1 of the unfinished output does not belong to this input.").arg(m_written - m_begin + 1));
        }
        const bool hasFailed = written.contains("error");
        m_failed += hasFailed ? 1 : 0;
        for (const auto& [field, value] : job.marks) {
            if (!hasFailed && written.value(field, nlohmann::json()) != nlohmann::json::parse(value)) {
                failResuming(
                    QStringLiteral("The unfinished output was made with another %1.").arg(QString::fromStdString(field)));
            }
        }
        if (m_written % kBlock == 0) {
            m_again.clear();
            m_firstRequest = m_written;
        }
        m_again.push_back(*std::move(line));
        ++m_written;
    });
    if (m_written % kBlock == 0) {
        m_again.clear();
        m_firstRequest = m_written;
    }
    if (m_written > m_begin) {
        spdlog::info("Resuming after {} complete records.", m_written - m_begin);
    }
}

std::optional<engine::ScoreRequest> ScoringRun::nextRequest(const Job& job) {
    Line line;
    const bool isAgain = !m_again.empty();
    if (isAgain) {
        line = std::move(m_again.front());
        m_again.pop_front();
    } else if (auto next = nextLine()) {
        line = *std::move(next);
        m_underway.push_back({{}, line.number});
    } else {
        return std::nullopt;
    }
    std::string idJson;
    try {
        const auto record = storage::parseConversationRecord(line.text, m_input.baseDirectory());
        idJson = record.idJson;
        if (!isAgain) {
            m_underway.back().idJson = idJson;
        }
        if (job.check) {
            job.check(record);
        }
        return engine::ScoreRequest{services::conversationOf(record), job.scoring};
    } catch (...) {
        const services::CaughtError caught = services::caughtError();
        if (caught.isCancelled) {
            throw;
        }
        if (!isAgain && idJson.empty()) {
            m_underway.back().idJson = storage::conversationRecordIdJson(line.text);
        }
        throw engine::Failure(engineError(caught.problem));
    }
}

void ScoringRun::finish(const Job& job, const engine::RequestOutcome& outcome) {
    const Underway record = std::move(m_underway.front());
    m_underway.pop_front();
    if (const auto* error = std::get_if<engine::Error>(&outcome)) {
        const contracts::Problem problem = services::problemOf(*error);
        m_output.writeLine(errorLine(record.idJson, problem));
        ++m_failed;
        m_isOutOfMemory = m_isOutOfMemory || exitCodeOf(problem, ExitCode::SomeFailed) == ExitCode::Memory;
        m_summary.addFailed();
        m_progress.wipe();
        spdlog::warn("{}, line {}: {}", m_input.name(), record.lineNumber, problem.message.toStdString());
    } else {
        const auto& result = std::get<engine::ScoreResult>(outcome);
        m_output.writeLine(job.line(record.idJson, result));
        m_summary.add(result.statistics);
    }
    ++m_written;
}

void ScoringRun::sayWhereToResume() const {
    if (m_output.isFile()) {
        spdlog::error("Stopped. {} complete records are in {}; go on with the same command and --resume.", m_written - m_begin,
                      m_output.partFile().string());
    } else {
        spdlog::error("Stopped. {} records are complete; go on with record {} of {}.", m_written - m_begin, m_written + 1,
                      m_input.name());
    }
}

} // namespace trutina::cli
