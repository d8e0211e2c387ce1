// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/model_service.h"

#include "app/services/stage_text.h"
#include "ui/contracts/file_path.h"

#include <cmath>
#include <utility>

namespace trutina::services {

using contracts::JobId;
using contracts::ModelState;
using contracts::Outcome;
using contracts::pathOf;
using contracts::Problem;
using contracts::Reply;

namespace {

QString nameOf(const std::filesystem::path& directory) {
    const auto name = directory.has_filename() ? directory.filename() : directory.parent_path().filename();
    return QString::fromStdString(name.string());
}

/// Runs on the engine thread.
std::shared_ptr<engine::RewardModel> replaceModel(EngineSession& session, const engine::LoadOptions& options,
                                                  const std::stop_token& stop, const engine::ProgressSink& progress) {
    const auto engine = session.engine();
    (void)engine->inspectModel(options.directory); // throws where there is no model at all, before the old one is given up
    session.setModel(nullptr);
    const std::shared_ptr<engine::RewardModel> model = engine->loadModel(options, stop, progress);
    session.setModel(model, options);
    return model;
}

} // namespace

ModelService::ModelService(EngineSession& session, JobBoard& board, QObject* parent)
    : contracts::ModelDesk(parent), m_session(session), m_board(board) {}

ModelService::~ModelService() {
    m_courier->close();
}

JobId ModelService::load(const engine::LoadOptions& options, QObject* guard, Reply<engine::ModelInfo> reply) {
    struct Loaded {
        std::optional<engine::ModelInfo> info;
        std::optional<Problem> problem;
        bool isCancelled = false;
        std::optional<Known> remaining; ///< the model that is there afterwards, whatever came of this
    };
    const JobId id = JobBoard::nextId();
    if (m_loading != 0) {
        m_board.cancel(m_loading);
    }
    m_loading = id;

    BackgroundWork<Loaded> work;
    work.priority = engine::JobPriority::Urgent;
    work.compute = [&session = m_session, options](const std::stop_token& stop, const engine::ProgressSink& progress) {
        const auto outcome = outcomeOf<engine::ModelInfo>([&] { return replaceModel(session, options, stop, progress)->info(); });
        Loaded loaded;
        loaded.isCancelled = outcome.isCancelled();
        if (outcome.isValue()) {
            loaded.info = outcome.value();
        } else if (outcome.isProblem()) {
            loaded.problem = outcome.problem();
        }
        if (const auto model = session.model()) {
            loaded.remaining = Known{model->info(), model->plan(), session.modelOptions()};
        }
        return loaded;
    };
    work.onProgress = [this, id](const engine::ShownProgress& shown) {
        m_board.setProgress(id, stageText(shown.progress.stage), shown.progress.fraction,
                            shown.secondsLeft ? static_cast<int>(std::ceil(*shown.secondsLeft)) : -1);
    };
    const auto previous =
        m_model
            ? std::optional(Known{*m_model, m_plan.value_or(engine::MemoryPlan()), m_loadedFrom.value_or(engine::LoadOptions())})
            : std::nullopt;
    m_featureFolder = options.featureCacheDirectory;
    work.onOutcome = [this, id, previous, reply = GuardedReply(guard, std::move(reply))](const Outcome<Loaded>& outcome) {
        m_board.remove(id);
        const bool hasRun = outcome.isValue(); // cancelled while it waited: the model is the one there was
        const bool isLatest = m_loading == id;
        if (isLatest) {
            m_loading = 0;
            const auto remaining = hasRun ? outcome.value().remaining : previous;
            const auto problem = hasRun ? outcome.value().problem : std::nullopt;
            setState(remaining ? ModelState::Ready : (problem ? ModelState::Failed : ModelState::None), remaining, problem);
        }
        if (!hasRun) {
            reply(withoutValue<engine::ModelInfo>(outcome));
        } else if (outcome.value().info) {
            reply(*outcome.value().info);
        } else if (outcome.value().problem) {
            reply(*outcome.value().problem);
        } else {
            reply(contracts::Cancelled());
        }
    };
    setState(ModelState::Loading, std::nullopt, std::nullopt); // scoring with the old model is given up by those who hear this
    const auto number = submitWork<Loaded>(m_session.jobs(), m_courier, std::move(work));
    m_board.add(id, tr("Loading %1").arg(nameOf(options.directory)), true, [this, number] { m_session.jobs().cancel(number); });
    return id;
}

void ModelService::unload() {
    if (m_loading != 0) {
        m_board.cancel(std::exchange(m_loading, 0));
    }
    setState(ModelState::None, std::nullopt, std::nullopt);
    BackgroundWork<contracts::Nothing> work;
    work.priority = engine::JobPriority::Urgent;
    work.compute = [&session = m_session](const std::stop_token&, const engine::ProgressSink&) {
        session.setModel(nullptr);
        return contracts::Nothing();
    };
    work.onOutcome = [](const Outcome<contracts::Nothing>&) {};
    submitWork<contracts::Nothing>(m_session.jobs(), m_courier, std::move(work));
}

void ModelService::inspect(const QString& directory, QObject* guard, Reply<engine::ModelInspection> reply) {
    ask<engine::ModelInspection>([path = pathOf(directory)](engine::Engine& engine) { return engine.inspectModel(path); }, guard,
                                 std::move(reply));
}

void ModelService::devices(QObject* guard, Reply<std::vector<engine::DeviceInfo>> reply) {
    ask<std::vector<engine::DeviceInfo>>([](engine::Engine& engine) { return engine.devices(); }, guard, std::move(reply));
}

void ModelService::planMemory(const engine::LoadOptions& options, const engine::WorkloadShape& workload, QObject* guard,
                              Reply<engine::MemoryPlan> reply) {
    ask<engine::MemoryPlan>([options, workload](engine::Engine& engine) { return engine.planMemory(options, workload); }, guard,
                            std::move(reply));
}

void ModelService::inspectMedia(const QString& file, int hdNum, QObject* guard, Reply<engine::MediaInspection> reply) {
    engine::MediaInspectionOptions options;
    options.hdNum = hdNum;
    ask<engine::MediaInspection>(
        [path = pathOf(file), options](engine::Engine& engine) { return engine.inspectMedia(path, options); }, guard,
        std::move(reply));
}

// Caches -------------------------------------------------------------------------------------------------------------

void ModelService::cacheSizes(QObject* guard, Reply<contracts::CacheSizes> reply) {
    withModel<contracts::CacheSizes>(
        [&session = m_session, folder = m_featureFolder](engine::RewardModel* model) {
            contracts::CacheSizes sizes;
            if (model != nullptr) {
                sizes.prefixes = model->prefixCache();
            }
            sizes.features = session.engine()->featureCache(folder);
            return sizes;
        },
        guard, std::move(reply));
}

void ModelService::setPrefixCacheBudget(qint64 bytes) {
    if (bytes < 0) {
        return;
    }
    withModel<contracts::Nothing>(
        [bytes](engine::RewardModel* model) {
            if (model != nullptr) {
                model->setPrefixCacheBudget(bytes);
            }
            return contracts::Nothing();
        },
        this, {});
}

void ModelService::emptyPrefixCache(QObject* guard, Reply<contracts::Nothing> reply) {
    withModel<contracts::Nothing>(
        [](engine::RewardModel* model) {
            if (model != nullptr) {
                const std::int64_t budget = model->prefixCache().budgetBytes;
                model->setPrefixCacheBudget(0);
                model->setPrefixCacheBudget(budget);
            }
            return contracts::Nothing();
        },
        guard, std::move(reply));
}

void ModelService::emptyFeatureCache(QObject* guard, Reply<contracts::Nothing> reply) {
    ask<contracts::Nothing>(
        [folder = m_featureFolder](engine::Engine& engine) {
            engine.clearFeatureCache(folder);
            return contracts::Nothing();
        },
        guard, std::move(reply));
}

/// On the engine thread, between two scores.
template <typename T>
void ModelService::withModel(std::function<T(engine::RewardModel*)> question, QObject* guard, Reply<T> reply) {
    BackgroundWork<T> work;
    work.priority = engine::JobPriority::Urgent;
    work.compute = [&session = m_session, question = std::move(question)](const std::stop_token&, const engine::ProgressSink&) {
        return question(session.model().get());
    };
    work.onOutcome = GuardedReply<T>(guard, std::move(reply));
    submitWork<T>(m_session.jobs(), m_courier, std::move(work));
}

template <typename T>
void ModelService::ask(std::function<T(engine::Engine&)> question, QObject* guard, Reply<T> reply) {
    BackgroundWork<T> work;
    work.compute = [&session = m_session, question = std::move(question)](const std::stop_token&, const engine::ProgressSink&) {
        return question(*session.engine());
    };
    work.onOutcome = GuardedReply<T>(guard, std::move(reply));
    submitWork<T>(m_session.inspections(), m_courier, std::move(work));
}

void ModelService::setState(ModelState state, const std::optional<Known>& known, std::optional<Problem> problem) {
    m_state = state;
    m_model = known ? std::optional(known->info) : std::nullopt;
    m_plan = known ? std::optional(known->plan) : std::nullopt;
    m_loadedFrom = known ? std::optional(known->options) : std::nullopt;
    m_problem = std::move(problem);
    Q_EMIT stateChanged(m_state);
}

} // namespace trutina::services
