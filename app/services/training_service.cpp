// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/training_service.h"

#include "app/services/training_data.h"
#include "app/services/training_memory.h"
#include "ui/contracts/file_path.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <utility>

namespace trutina::services {

using contracts::Nothing;
using contracts::Outcome;
using contracts::pathOf;
using contracts::Reply;
using contracts::textOf;
using contracts::TrainingChoice;
using contracts::TrainingDataFacts;
using contracts::TrainingMemory;
using contracts::TrainingState;

namespace {

constexpr std::size_t kShownNotes = 200;
constexpr int kAnnounceMilliseconds = 33;

void note(TrainingDataFacts& facts, const storage::TransferReport& report) {
    facts.leftOut += report.notesInAll;
    for (const storage::TransferNote& one : report.notes) {
        if (facts.notes.size() < kShownNotes) {
            facts.notes.push_back({one.row, QString::fromStdString(one.message)});
        }
    }
}

void count(TrainingDataFacts& facts, const engine::TrainingData& data) {
    const auto look = [&facts](const engine::PreferencePair& pair) {
        qint64 characters = 0;
        for (const auto* side : {&pair.chosen, &pair.rejected}) {
            for (const engine::Message& message : *side) {
                characters += static_cast<qint64>(message.content.size());
            }
        }
        facts.longestCharacters = std::max(facts.longestCharacters, characters);
        facts.mediaPairs += pair.media.empty() ? 0 : 1;
    };
    for (const auto& set : data.sets) {
        facts.pairs += static_cast<qint64>(set.size());
        std::for_each(set.begin(), set.end(), look);
    }
    facts.heldOutPairs = static_cast<qint64>(data.heldOut.size());
    std::for_each(data.heldOut.begin(), data.heldOut.end(), look);
}

/// A medium that is gone is told before a run, not in the middle of it.
std::optional<engine::Error> problemOf(const engine::MediaInput& media) {
    std::error_code error;
    if (std::filesystem::exists(media.path, error)) {
        return std::nullopt;
    }
    return engine::Error{"media.not_found", "“" + media.path.string() + "” was not found.", {}, {}};
}

/// The votes of a project file, or the pairs of files.
KeptRun readPairs(const TrainingChoice& choice, const std::optional<storage::ProjectInfo>& project, const std::stop_token& stop) {
    KeptRun run;
    run.choice = choice;
    TrainingSources sources;
    sources.heldOutShare = choice.heldOutShare;
    sources.maxLengthRatio = choice.maxLengthRatio;
    sources.seed = choice.job.recipe.seed;
    if (choice.projectVotes) {
        if (!project) {
            throw storage::Failure("project.none", "No project is open.", "Open a project, or learn from files.");
        }
        run.dataName = QString::fromStdString(project->name);
        sources.projects.push_back(project->file);
    } else {
        QStringList names;
        for (const QString& file : choice.files) {
            sources.files.push_back(pathOf(file));
            names.append(QFileInfo(file).fileName());
        }
        run.dataName = names.join(QStringLiteral(", "));
    }
    TrainingInput input = readTrainingData(sources, problemOf, stop);
    run.data = std::move(input.data);
    note(run.facts, input.notes);
    count(run.facts, run.data);
    return run;
}

/// A run never shares its folder: what is in it may be another's.
void requireEmpty(const std::filesystem::path& folder) {
    const QString path = textOf(folder);
    if (services::isUnfinishedRun(folder)) {
        throw storage::Failure("training.unfinished", "“" + folder.string() + "” holds an unfinished run.",
                               "Go on with it, or choose another folder.");
    }
    if (QFileInfo::exists(path) && !QDir(path).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        throw storage::Failure("training.output_not_empty", "“" + folder.string() + "” is not empty.",
                               "Choose a new folder for the run.");
    }
}

} // namespace

TrainingService::TrainingService(EngineSession& session, ProjectService& project, QObject* parent)
    : contracts::TrainingDesk(parent),
      m_session(session),
      m_project(project),
      m_queue({.threadName = "trutina-train", .lowPriority = true}) {
    connect(&m_board, &JobBoard::changed, this, &TrainingService::jobsChanged);
    m_announcing.setSingleShot(true);
    m_announcing.setInterval(kAnnounceMilliseconds);
    connect(&m_announcing, &QTimer::timeout, this, &TrainingService::advanced);
}

TrainingService::~TrainingService() {
    m_courier->close();
    m_queue.shutdown();
}

// Before a run -------------------------------------------------------------------------------------------------------

void TrainingService::lookAtData(const TrainingChoice& choice, QObject* guard, Reply<TrainingDataFacts> reply) {
    m_queue.cancel(m_looking);
    BackgroundWork<TrainingDataFacts> work;
    work.priority = engine::JobPriority::Urgent;
    work.compute = [choice, project = m_project.project()](const std::stop_token& stop, const engine::ProgressSink&) {
        return readPairs(choice, project, stop).facts;
    };
    work.onOutcome = GuardedReply<TrainingDataFacts>(guard, std::move(reply));
    m_looking = submitWork<TrainingDataFacts>(m_queue, m_courier, std::move(work));
}

void TrainingService::estimateMemory(const TrainingChoice& choice, const TrainingDataFacts& data, QObject* guard,
                                     Reply<TrainingMemory> reply) {
    BackgroundWork<TrainingMemory> work;
    work.compute = [&session = m_session, job = choice.job, data](const std::stop_token&, const engine::ProgressSink&) {
        const auto engine = session.engine();
        TrainingMemory memory = trainingMemoryOf(engine->inspectModel(job.base.directory), job, data);
        for (const engine::DeviceInfo& device : engine->devices()) {
            if (device.choice.kind == engine::DeviceKind::Cpu) {
                memory.freeBytes = device.freeBytes;
            }
        }
        return memory;
    };
    work.onOutcome = GuardedReply<TrainingMemory>(guard, std::move(reply));
    submitWork<TrainingMemory>(m_session.inspections(), m_courier, std::move(work));
}

bool TrainingService::isUnfinishedRun(const QString& folder) const {
    return services::isUnfinishedRun(pathOf(folder));
}

void TrainingService::openRun(const QString& folder, QObject* guard, Reply<Nothing> reply) {
    const GuardedReply<Nothing> guarded(guard, std::move(reply));
    if (isAtWork()) {
        m_courier->post([guarded] {
            guarded(contracts::Problem{
                QStringLiteral("training.busy"), tr("Another run is at work."), tr("Pause or stop it first."), {}});
        });
        return;
    }
    struct Found {
        KeptRun kept;
        std::vector<engine::TrainingReport> reports;
        std::int64_t step = 0;
        std::optional<std::filesystem::path> result; ///< of a finished run
    };
    BackgroundWork<Found> work;
    work.compute = [path = pathOf(folder)](const std::stop_token&, const engine::ProgressSink&) {
        Found found{keptRun(path), notedSteps(path), checkpointStep(path).value_or(0), resultOf(path)};
        if (found.result) {
            found.step = found.reports.empty() ? 0 : found.reports.back().step.step;
        }
        std::erase_if(found.reports, [&](const engine::TrainingReport& report) { return report.step.step > found.step; });
        return found;
    };
    work.onOutcome = [this, guarded](const Outcome<Found>& outcome) {
        if (!outcome.isValue() || isAtWork()) {
            guarded(outcome.isValue() ? Outcome<Nothing>(contracts::Cancelled()) : withoutValue<Nothing>(outcome));
            return;
        }
        const Found& found = outcome.value();
        m_run = {};
        m_run.choice = found.kept.choice;
        m_run.dataName = found.kept.dataName;
        m_run.data = found.kept.facts;
        m_run.reports = found.reports;
        m_run.step = found.step;
        m_run.canGoOn = !found.result;
        if (!m_run.reports.empty() && m_run.reports.front().step.step == 0) {
            m_run.before = m_run.reports.front().heldOut;
        }
        if (found.result) {
            m_run.result = textOf(*found.result);
            m_run.after = m_run.reports.empty() ? std::nullopt : m_run.reports.back().heldOut;
        }
        setState(found.result ? TrainingState::Finished : TrainingState::Paused);
        guarded(Nothing());
    };
    submitWork<Found>(m_queue, m_courier, std::move(work));
}

// A run --------------------------------------------------------------------------------------------------------------

TrainingService::Preparation TrainingService::preparationOf(const TrainingChoice& choice) const {
    return [choice, project = m_project.project()](const std::stop_token& stop) {
        requireEmpty(choice.job.output);
        KeptRun kept = readPairs(choice, project, stop);
        if (kept.facts.pairs == 0) {
            throw storage::Failure("training.options", "There are no pairs to learn from.",
                                   "Vote on some items, or choose a file with preference pairs.");
        }
        keepRun(kept);
        return kept;
    };
}

void TrainingService::start(const TrainingChoice& choice) {
    if (isAtWork()) {
        return;
    }
    m_run = {};
    m_run.choice = choice;
    m_run.choice.job.resume = false;
    begin(preparationOf(m_run.choice), false);
}

void TrainingService::resume() {
    if (isAtWork() || !m_run.canGoOn) {
        return;
    }
    m_run.problem.reset();
    begin(
        [folder = m_run.choice.job.output](const std::stop_token&) {
            KeptRun kept = keptRun(folder);
            forgetStepsAfter(folder, checkpointStep(folder).value_or(0));
            return kept;
        },
        true);
}

void TrainingService::begin(Preparation prepare, bool goesOn) {
    m_queue.cancel(m_looking);
    BackgroundWork<engine::TrainingSummary> work;
    work.compute = [this, courier = m_courier, &session = m_session, prepare = std::move(prepare),
                    goesOn](const std::stop_token& stop, const engine::ProgressSink&) {
        KeptRun kept = prepare(stop);
        const std::filesystem::path folder = kept.choice.job.output;
        kept.choice.job.resume = goesOn;
        courier->post([this, name = kept.dataName, facts = kept.facts] {
            m_run.dataName = name;
            m_run.data = facts;
            Q_EMIT advanced();
        });
        const auto report = [&](const engine::TrainingReport& told) {
            noteStep(folder, told);
            courier->post([this, told] { onReport(told); });
        };
        try {
            return session.engine()->train(kept.choice.job, kept.data, stop, report);
        } catch (...) {
            if (!checkpointStep(folder)) {
                forgetRun(folder);
            }
            throw;
        }
    };
    work.onOutcome = [this](const Outcome<engine::TrainingSummary>& outcome) { onEnd(outcome); };
    m_job = JobBoard::nextId();
    m_work = submitWork<engine::TrainingSummary>(m_queue, m_courier, std::move(work));
    m_board.add(m_job, tr("Training"), true, [this] { pause(); });
    setState(TrainingState::Reading);
}

void TrainingService::onReport(const engine::TrainingReport& report) {
    if (report.step.step == 0) {
        m_run.before = report.heldOut;
    }
    if (m_run.reports.empty() || report.step.step > m_run.reports.back().step.step) {
        m_run.reports.push_back(report);
    }
    m_run.step = report.step.step;
    m_board.setTitle(m_job, tr("Training: step %1 of %2").arg(report.step.step).arg(report.steps));
    m_board.setProgress(m_job, tr("Loss %1").arg(report.step.loss, 0, 'f', 3),
                        report.steps > 0 ? static_cast<double>(report.step.step) / static_cast<double>(report.steps) : 0,
                        report.step.step > 0 ? static_cast<int>(std::ceil(report.secondsLeft)) : -1);
    if (m_state == TrainingState::Reading) {
        setState(TrainingState::Running);
    }
    if (!m_announcing.isActive()) {
        m_announcing.start();
    }
}

void TrainingService::onEnd(const Outcome<engine::TrainingSummary>& outcome) {
    m_board.remove(m_job);
    m_work = 0;
    const std::filesystem::path folder = m_run.choice.job.output;
    m_run.canGoOn = services::isUnfinishedRun(folder);
    if (outcome.isValue()) {
        const engine::TrainingSummary& summary = outcome.value();
        m_run.result = textOf(summary.result);
        m_run.step = summary.steps;
        m_run.before = summary.before ? summary.before : m_run.before;
        m_run.after = summary.after;
        setState(TrainingState::Finished);
    } else if (outcome.isProblem()) {
        m_run.problem = outcome.problem();
        setState(TrainingState::Failed);
    } else if (!m_run.canGoOn) {
        setState(TrainingState::None); // ended before there was anything to keep
    } else {
        m_run.step = checkpointStep(folder).value_or(0);
        setState(m_state == TrainingState::Stopping ? TrainingState::Stopped : TrainingState::Paused);
    }
}

void TrainingService::pause() {
    interrupt(TrainingState::Pausing, TrainingState::Paused);
}

void TrainingService::stop() {
    interrupt(TrainingState::Stopping, TrainingState::Stopped);
}

void TrainingService::interrupt(TrainingState towards, TrainingState held) {
    if (isAtWork()) {
        setState(towards);
        m_queue.cancel(m_work);
    } else if (m_state == TrainingState::Paused) {
        setState(held);
    }
}

void TrainingService::cancel(contracts::JobId job) {
    m_board.cancel(job);
}

std::optional<engine::LoadOptions> TrainingService::resultOptions(const engine::LoadOptions& like) const {
    if (m_state != TrainingState::Finished) {
        return std::nullopt;
    }
    engine::LoadOptions options = like;
    const bool isAdapter = m_run.choice.job.recipe.mode == engine::TrainingMode::Lora;
    options.directory = isAdapter ? m_run.choice.job.base.directory : pathOf(m_run.result);
    options.adapter = isAdapter ? pathOf(m_run.result) : std::filesystem::path();
    return options;
}

void TrainingService::setState(TrainingState state) {
    if (m_state != state) {
        m_state = state;
        Q_EMIT stateChanged(state);
    }
}

} // namespace trutina::services
