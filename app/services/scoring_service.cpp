// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/scoring_service.h"

#include "app/services/scoring_request.h"
#include "app/services/stage_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace trutina::services {

using contracts::JobId;
using contracts::ModelState;
using contracts::Outcome;
using contracts::Problem;
using contracts::Reply;
using engine::JobPriority;
using storage::ItemId;
using storage::MeasurementRecord;

namespace {

constexpr int kPageSize = 500;
constexpr double kLeastSecondsForEstimate = 0.5;

int secondsLeftOf(const engine::ShownProgress& shown) {
    return shown.secondsLeft ? static_cast<int>(std::ceil(*shown.secondsLeft)) : -1;
}

std::vector<ItemId> allItems(const storage::Project& project) {
    std::vector<ItemId> ids;
    storage::ItemFilter filter;
    filter.limit = kPageSize;
    while (true) {
        const auto page = project.items(filter);
        for (const storage::ItemSummary& summary : page) {
            ids.push_back(summary.id);
        }
        if (page.size() < kPageSize) {
            return ids;
        }
        filter.afterNumber = page.back().number;
    }
}

/// What the storage thread finds out before an item is scored.
struct Lookup {
    storage::ItemRecord item;
    std::vector<MeasurementRecord> stored; ///< complete, or empty
};

/// What the engine thread computes.
struct Computed {
    engine::ScoreResult result;
    storage::MeasurementSetting setting;
};

/// Scores of a project that takes none any more are shown all the same.
std::vector<MeasurementRecord> unsavedRecords(const std::vector<storage::NewMeasurement>& measurements) {
    std::vector<MeasurementRecord> records;
    for (const storage::NewMeasurement& measurement : measurements) {
        MeasurementRecord record;
        static_cast<storage::NewMeasurement&>(record) = measurement;
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace

ScoringService::ScoringService(EngineSession& session, JobBoard& board, ProjectService& project, contracts::ModelDesk& model,
                               QObject* parent)
    : contracts::ScoringDesk(parent), m_session(session), m_board(board), m_project(project), m_model(model) {
    m_project.setScoreSetting([this] { return currentSetting(); });
    connect(&m_board, &JobBoard::changed, this, &ScoringService::jobsChanged);
    connect(&m_model, &contracts::ModelDesk::stateChanged, this, &ScoringService::onModelStateChanged);
    connect(&m_project, &contracts::ProjectDesk::projectClosed, this, &ScoringService::cancelEverything);
}

ScoringService::~ScoringService() {
    m_courier->close();
    m_project.setScoreSetting({});
    for (const auto& [item, task] : m_tasks) {
        m_session.jobs().cancel(task->number);
    }
    m_session.jobs().cancel(m_draft.job);
}

void ScoringService::setOptions(const engine::ScoreOptions& options) {
    m_options = options;
    m_options.semantics = engine::ScoringSemantics::Single;
    m_options.positions = false;
}

void ScoringService::setSettings(const contracts::ScoringSettings& settings) {
    m_options.hdNum = settings.hdNum;
    m_options.maxLength = settings.maxLength;
    m_options.frameLabels = settings.frameLabels;
}

// What pages ask for -------------------------------------------------------------------------------------------------

JobId ScoringService::scoreItem(ItemId item, QObject* guard, Reply<std::vector<MeasurementRecord>> reply) {
    const JobId job = JobBoard::nextId();
    const GuardedReply<std::vector<MeasurementRecord>> guarded(guard, std::move(reply));
    m_board.add(job, tr("Scoring an item"), true, [this, job, guarded] {
        unsubscribe(job);
        m_board.remove(job);
        guarded(contracts::Cancelled());
    });
    Subscriber subscriber;
    subscriber.job = job;
    subscriber.onProgress = [this, job](const engine::ShownProgress& shown) {
        m_board.setProgress(job, stageText(shown.progress.stage), shown.progress.fraction, secondsLeftOf(shown));
    };
    subscriber.onOutcome = [this, job, guarded](const Outcome<Scores>& outcome) {
        m_board.remove(job);
        if (outcome.isValue()) {
            guarded(outcome.value().records);
        } else {
            guarded(withoutValue<std::vector<MeasurementRecord>>(outcome));
        }
    };
    subscribe(item, JobPriority::Urgent, std::move(subscriber));
    return job;
}

void ScoringService::prepareItems(const std::vector<ItemId>& items) {
    const SeriesPointer old = m_background;
    const auto series = std::make_shared<Series>();
    series->job = JobBoard::nextId();
    series->priority = JobPriority::Background;
    series->items.assign(items.begin(), items.end());
    series->total = static_cast<int>(items.size());
    m_background = series;
    // The new series joins first, so that an item which both want is not begun again.
    if (m_model.state() == ModelState::Ready || m_model.state() == ModelState::Loading) {
        advance(series);
    }
    if (old) {
        unsubscribe(old->job);
    }
}

JobId ScoringService::scoreAll(QObject* guard, Reply<int> reply) {
    const auto series = std::make_shared<Series>();
    series->job = JobBoard::nextId();
    series->priority = JobPriority::Normal;
    series->onOutcome = GuardedReply<int>(guard, std::move(reply));
    m_series.push_back(series);
    m_board.add(series->job, tr("Scoring all items"), true, [this, series] { endSeries(series, contracts::Cancelled()); });
    if (m_model.state() != ModelState::Ready && m_model.state() != ModelState::Loading) {
        m_courier->post([this, series] { endSeries(series, noModelProblem()); });
        return series->job;
    }
    m_project.withProject<std::vector<ItemId>>(
        m_project.generation(), [](storage::Project& project) { return allItems(project); },
        [this, series, courier = m_courier](const Outcome<std::vector<ItemId>>& outcome) {
            courier->post([this, series, outcome] { // dropped when this service has gone meanwhile
                if (!outcome.isValue()) {
                    endSeries(series, withoutValue<int>(outcome));
                    return;
                }
                series->items.assign(outcome.value().begin(), outcome.value().end());
                series->total = static_cast<int>(series->items.size());
                series->time.start();
                advance(series);
            });
        });
    return series->job;
}

void ScoringService::cancel(JobId job) {
    m_board.cancel(job);
}

void ScoringService::cancelAll() {
    m_background.reset();
    m_board.cancelAll();
    cancelEverything();
}

// One item -----------------------------------------------------------------------------------------------------------

void ScoringService::subscribe(ItemId item, JobPriority priority, Subscriber subscriber) {
    if (const auto found = m_tasks.find(item); found != m_tasks.end()) {
        const TaskPointer& task = found->second;
        task->subscribers.push_back(std::move(subscriber));
        if (priority < task->priority) {
            task->priority = priority;
            if (task->number != 0) {
                m_session.jobs().changePriority(task->number, priority);
                makeRoomFor(task);
            }
        }
        return;
    }
    const auto task = std::make_shared<Task>();
    task->item = item;
    task->generation = m_project.generation();
    task->priority = priority;
    task->subscribers.push_back(std::move(subscriber));
    m_tasks.emplace(item, task);
    switch (m_model.state()) {
    case ModelState::Ready:
        begin(task);
        break;
    case ModelState::Loading: // begun by onModelStateChanged()
        break;
    case ModelState::None:
    case ModelState::Failed:
        m_courier->post([this, task] { end(task, noModelProblem()); }); // never before the caller has its job number
        break;
    }
}

void ScoringService::unsubscribe(JobId job) {
    for (auto iterator = m_tasks.begin(); iterator != m_tasks.end(); ++iterator) {
        const TaskPointer task = iterator->second;
        if (std::erase_if(task->subscribers, [&](const Subscriber& subscriber) { return subscriber.job == job; }) == 0) {
            continue;
        }
        if (task->subscribers.empty()) {
            task->hasEnded = true;
            m_tasks.erase(iterator);
            m_session.jobs().cancel(task->number);
        }
        return;
    }
}

bool ScoringService::isSubscribed(JobId job) const {
    return std::any_of(m_tasks.begin(), m_tasks.end(), [&](const auto& entry) {
        const auto& subscribers = entry.second->subscribers;
        return std::any_of(subscribers.begin(), subscribers.end(),
                           [&](const Subscriber& subscriber) { return subscriber.job == job; });
    });
}

void ScoringService::begin(const TaskPointer& task) {
    const auto setting = currentSetting();
    m_project.withProject<Lookup>(
        task->generation,
        [item = task->item, setting](storage::Project& project) {
            Lookup lookup;
            lookup.item = project.item(item);
            if (setting) {
                lookup.stored = completeScores(lookup.item, project.measurements(item, setting));
            }
            return lookup;
        },
        [this, task, courier = m_courier](const Outcome<Lookup>& outcome) {
            courier->post([this, task, outcome] {
                if (task->hasEnded) {
                    return;
                }
                if (!outcome.isValue()) {
                    end(task, withoutValue<Scores>(outcome));
                } else if (!outcome.value().stored.empty()) {
                    end(task, Scores{outcome.value().stored, false});
                } else {
                    compute(task, outcome.value().item);
                }
            });
        });
}

void ScoringService::compute(const TaskPointer& task, const storage::ItemRecord& item) {
    const auto conversation = outcomeOf<engine::Conversation>([&] { return conversationOf(item); });
    if (!conversation.isValue()) {
        end(task, withoutValue<Scores>(conversation));
        return;
    }
    for (const Subscriber& subscriber : task->subscribers) {
        if (task->priority == JobPriority::Urgent) {
            m_board.setTitle(subscriber.job, tr("Scoring item %1").arg(item.number));
        }
    }
    BackgroundWork<Computed> work;
    work.priority = task->priority;
    work.compute = [&session = m_session, request = engine::ScoreRequest{conversation.value(), m_options}](
                       const std::stop_token& stop, const engine::ProgressSink& progress) {
        const auto model = session.model();
        if (!model) {
            throw engine::Failure("model.none", "No reward model is loaded.", "Choose a model folder.");
        }
        Computed computed;
        computed.result = model->score(request, stop, progress);
        computed.setting = settingOf(model->info(), request.options);
        return computed;
    };
    work.onProgress = [task](const engine::ShownProgress& shown) {
        for (const Subscriber& subscriber : std::as_const(task->subscribers)) {
            if (subscriber.onProgress) {
                subscriber.onProgress(shown);
            }
        }
    };
    work.onOutcome = [this, task, item](const Outcome<Computed>& outcome) {
        task->number = 0;
        if (task->hasEnded) {
            return;
        }
        if (outcome.isValue()) {
            store(task, item, outcome.value().setting, outcome.value().result);
        } else {
            end(task, withoutValue<Scores>(outcome));
        }
    };
    task->number = submitWork<Computed>(m_session.jobs(), m_courier, std::move(work));
    if (task->priority == JobPriority::Urgent) {
        makeRoomFor(task);
    }
}

void ScoringService::store(const TaskPointer& task, const storage::ItemRecord& item, const storage::MeasurementSetting& setting,
                           const engine::ScoreResult& result) {
    m_project.withProject<std::vector<MeasurementRecord>>(
        task->generation,
        [item, setting, result](storage::Project& project) {
            const auto measurements = measurementsOf(item, result, setting);
            if (project.info().readOnly) {
                return unsavedRecords(measurements);
            }
            project.addMeasurements(measurements);
            return completeScores(item, project.measurements(item.id, setting));
        },
        [this, task, courier = m_courier](const Outcome<std::vector<MeasurementRecord>>& outcome) {
            courier->post([this, task, outcome] {
                if (outcome.isValue()) { // stored, also when nobody waits for it any more
                    m_project.announceItemChanged(task->item);
                    Q_EMIT itemScored(task->item);
                }
                if (task->hasEnded) {
                    return;
                }
                if (outcome.isValue()) {
                    end(task, Scores{outcome.value(), true});
                } else {
                    end(task, withoutValue<Scores>(outcome));
                }
            });
        });
}

void ScoringService::end(const TaskPointer& task, const Outcome<Scores>& outcome) {
    if (std::exchange(task->hasEnded, true)) {
        return;
    }
    m_tasks.erase(task->item);
    const auto subscribers = std::exchange(task->subscribers, {});
    for (const Subscriber& subscriber : subscribers) {
        subscriber.onOutcome(outcome);
    }
}

/// The engine computes one item at a time. One that was only prepared gives way to one that the user waits for.
void ScoringService::makeRoomFor(const TaskPointer& urgent) {
    for (const auto& [item, task] : m_tasks) {
        if (task == urgent || task->priority != JobPriority::Background || task->number == 0 ||
            !m_session.jobs().isRunning(task->number)) {
            continue;
        }
        const SeriesPointer series = m_background;
        if (series && !series->items.empty() && series->items.front() == item) {
            unsubscribe(series->job); // invalidates the loop
            advance(series);          // the same item again, behind the urgent one
        }
        return;
    }
}

// A text that is being written ---------------------------------------------------------------------------------------

void ScoringService::rescore(ItemId item, storage::CandidateId candidate, const QString& text, QObject* guard,
                             Reply<contracts::DraftScore> reply) {
    cancelRescore();
    const quint64 number = m_draft.number;
    m_draft.reply.emplace(guard, std::move(reply));
    if (m_model.state() != ModelState::Ready) {
        m_courier->post([this, number] { endDraft(number, noModelProblem()); });
        return;
    }
    m_project.withProject<engine::Conversation>(
        m_project.generation(),
        [item, candidate, text = text.toStdString()](storage::Project& project) {
            return draftOf(project.item(item), candidate, text);
        },
        [this, number, courier = m_courier](const Outcome<engine::Conversation>& outcome) {
            courier->post([this, number, outcome] {
                if (outcome.isValue()) {
                    computeDraft(number, outcome.value());
                } else {
                    endDraft(number, withoutValue<contracts::DraftScore>(outcome));
                }
            });
        });
}

void ScoringService::computeDraft(quint64 number, const engine::Conversation& conversation) {
    if (number != m_draft.number) {
        return;
    }
    engine::ScoreRequest request{conversation, m_options};
    request.options.keep = engine::Keep::Candidates; // the next version begins with most of this one
    BackgroundWork<contracts::DraftScore> work;
    work.priority = JobPriority::Urgent;
    work.compute = [&session = m_session, request = std::move(request)](const std::stop_token& stop,
                                                                        const engine::ProgressSink& progress) {
        const auto model = session.model();
        if (!model) {
            throw engine::Failure("model.none", "No reward model is loaded.", "Choose a model folder.");
        }
        const engine::ScoreResult result = model->score(request, stop, progress);
        contracts::DraftScore draft;
        draft.score = static_cast<double>(result.scores.at(0));
        draft.truncated = !result.truncated.empty() && result.truncated.front();
        draft.computedTokens = result.statistics.computedTokens;
        draft.reusedTokens = result.statistics.reusedTokens;
        return draft;
    };
    work.onOutcome = [this, number](const Outcome<contracts::DraftScore>& outcome) { endDraft(number, outcome); };
    m_draft.job = submitWork<contracts::DraftScore>(m_session.jobs(), m_courier, std::move(work));
    makeRoomFor(nullptr);
}

void ScoringService::endDraft(quint64 number, const Outcome<contracts::DraftScore>& outcome) {
    if (number != m_draft.number) {
        return; // its caller was told already that it was cancelled
    }
    m_draft.job = 0;
    if (const auto reply = std::exchange(m_draft.reply, std::nullopt)) {
        (*reply)(outcome);
    }
}

void ScoringService::cancelRescore() {
    m_session.jobs().cancel(std::exchange(m_draft.job, 0));
    ++m_draft.number;
    if (const auto reply = std::exchange(m_draft.reply, std::nullopt)) {
        m_courier->post([reply] { (*reply)(contracts::Cancelled()); });
    }
}

// Many items ---------------------------------------------------------------------------------------------------------

void ScoringService::advance(const SeriesPointer& series) {
    if (series->items.empty()) {
        const bool isAllInVain = series->firstProblem && series->scored == 0;
        endSeries(series, isAllInVain ? Outcome<int>(*series->firstProblem) : Outcome<int>(series->scored));
        return;
    }
    showSeries(series, nullptr);
    Subscriber subscriber;
    subscriber.job = series->job;
    subscriber.onProgress = [this, series](const engine::ShownProgress& shown) { showSeries(series, &shown); };
    subscriber.onOutcome = [this, series](const Outcome<Scores>& outcome) {
        if (outcome.isCancelled()) {
            endSeries(series, contracts::Cancelled());
            return;
        }
        if (outcome.isProblem() && !series->firstProblem) {
            series->firstProblem = outcome.problem(); // the others go on
        }
        series->scored += outcome.isValue() && outcome.value().isNew ? 1 : 0;
        ++series->done;
        series->items.pop_front();
        advance(series);
    };
    subscribe(series->items.front(), series->priority, std::move(subscriber));
}

void ScoringService::endSeries(const SeriesPointer& series, const Outcome<int>& outcome) {
    unsubscribe(series->job);
    m_board.remove(series->job);
    std::erase(m_series, series);
    if (m_background == series) {
        m_background.reset();
    }
    if (const auto onOutcome = std::exchange(series->onOutcome, {})) {
        onOutcome(outcome);
    }
}

void ScoringService::showSeries(const SeriesPointer& series, const engine::ShownProgress* progress) {
    if (series->total == 0 || series == m_background) {
        return;
    }
    const double ofThisItem = progress != nullptr ? progress->progress.fraction : 0;
    const double fraction = (series->done + ofThisItem) / series->total;
    const double seconds = series->time.isValid() ? static_cast<double>(series->time.elapsed()) / 1000.0 : 0.0;
    const bool canEstimate = seconds > kLeastSecondsForEstimate && fraction > 0;
    m_board.setTitle(series->job, tr("Scoring %1 of %2").arg(series->done + 1).arg(series->total));
    m_board.setProgress(series->job, progress != nullptr ? stageText(progress->progress.stage) : QString(), fraction,
                        canEstimate ? static_cast<int>(std::ceil(seconds * (1 - fraction) / fraction)) : -1);
}

// Model and project --------------------------------------------------------------------------------------------------

void ScoringService::onModelStateChanged(ModelState state) {
    switch (state) {
    case ModelState::Loading: {
        // Scores of the model that goes are not wanted any more. What background work there was starts again with the new one.
        const SeriesPointer background = m_background;
        cancelEverything();
        m_background = background;
        break;
    }
    case ModelState::Ready:
        beginWaiting();
        if (m_background && !m_background->items.empty()) {
            const SeriesPointer series = m_background;
            if (!isSubscribed(series->job)) {
                advance(series);
            }
        }
        break;
    case ModelState::None:
    case ModelState::Failed: {
        cancelRescore();
        const auto tasks = m_tasks;
        for (const auto& [item, task] : tasks) {
            m_session.jobs().cancel(task->number);
            end(task, noModelProblem());
        }
        break;
    }
    }
}

/// Begins what was asked for while the model was being loaded.
void ScoringService::beginWaiting() {
    const auto tasks = m_tasks;
    for (const auto& [item, task] : tasks) {
        begin(task);
    }
}

void ScoringService::cancelEverything() {
    m_background.reset();
    cancelRescore();
    const auto tasks = m_tasks;
    for (const auto& [item, task] : tasks) {
        const auto number = task->number;
        end(task, contracts::Cancelled());
        m_session.jobs().cancel(number);
    }
    const auto series = m_series;
    for (const SeriesPointer& one : series) {
        endSeries(one, contracts::Cancelled());
    }
}

Problem ScoringService::noModelProblem() const {
    if (const auto problem = m_model.problem()) {
        return *problem;
    }
    return {QStringLiteral("model.none"), tr("No reward model is loaded."), tr("Choose a model folder."), {}};
}

std::optional<storage::MeasurementSetting> ScoringService::currentSetting() const {
    const auto model = m_model.model();
    return model ? std::optional(settingOf(*model, m_options)) : std::nullopt;
}

} // namespace trutina::services
