// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/training_words.h"

#include "ui/contracts/file_path.h"
#include "ui/models/job_list_model.h"
#include "ui/models/training_curves.h"
#include "ui/models/wording.h"

#include <QLocale>

#include <cmath>

namespace trutina::ui {

using contracts::TrainingRun;
using contracts::TrainingState;

namespace {

QString folderOf(const TrainingRun& run) {
    return Wording::path(contracts::textOf(run.choice.job.output));
}

} // namespace

QString TrainingWords::state(TrainingState state, const TrainingRun& run) {
    const QString place = tr("step %1 of %2").arg(Wording::count(run.step), Wording::count(run.choice.job.steps));
    switch (state) {
    case TrainingState::None:
        return tr("No run yet");
    case TrainingState::Reading:
        return tr("Reading the pairs and the model…");
    case TrainingState::Running:
        return tr("Training: %1").arg(place);
    case TrainingState::Pausing:
        return tr("Pausing: the checkpoint is being saved…");
    case TrainingState::Stopping:
        return tr("Stopping: the checkpoint is being saved…");
    case TrainingState::Paused:
        return tr("Paused after %1").arg(place);
    case TrainingState::Stopped:
        return tr("Stopped after %1").arg(place);
    case TrainingState::Finished:
        return tr("Finished after %n step(s)", nullptr, static_cast<int>(run.step));
    case TrainingState::Failed:
        return tr("The run could not go on");
    }
    return {};
}

QString TrainingWords::detail(TrainingState state, const TrainingRun& run) {
    switch (state) {
    case TrainingState::None:
        return tr("Choose what to learn from, then start. One run at a time, on the processor of this computer.");
    case TrainingState::Reading:
    case TrainingState::Running:
    case TrainingState::Pausing:
    case TrainingState::Stopping:
        return tr("From %1. Scores go on to be computed beside the run, more slowly.")
            .arg(run.dataName.isEmpty() ? tr("your data") : run.dataName);
    case TrainingState::Paused:
        return tr("The checkpoint is in %1. Resume now or in a later session: the weights come out the same.").arg(folderOf(run));
    case TrainingState::Stopped:
        return tr("The checkpoint is kept in %1; the run can be gone on with later.").arg(folderOf(run));
    case TrainingState::Finished:
        return tr("The result is in %1.").arg(Wording::path(run.result));
    case TrainingState::Failed:
        return run.canGoOn ? tr("The last good state is kept in %1.").arg(folderOf(run)) : QString();
    }
    return {};
}

QString TrainingWords::pace(const TrainingRun& run) {
    if (run.reports.empty() || run.reports.back().step.step == 0) {
        return {};
    }
    const engine::TrainingReport& last = run.reports.back();
    const QString speed = tr("%1 tokens/s").arg(Wording::count(std::llround(last.tokensPerSecond)));
    const QString left = JobListModel::timeLeftText(static_cast<int>(std::ceil(last.secondsLeft)));
    return tr("%1 · %2").arg(speed, left);
}

QString TrainingWords::data(const contracts::TrainingDataFacts& facts) {
    if (facts.pairs == 0 && facts.heldOutPairs == 0) {
        return tr("There are no pairs to learn from yet.");
    }
    const QString pairs = tr("%n pair(s) to learn from", nullptr, static_cast<int>(facts.pairs));
    return facts.heldOutPairs > 0
               ? tr("%1, %2 held out.").arg(pairs, Wording::count(facts.heldOutPairs))
               : tr("%1, none held out: nothing will show whether more than these pairs was learnt.").arg(pairs);
}

QString TrainingWords::leftOut(const contracts::TrainingDataFacts& facts) {
    return facts.leftOut == 0 ? QString() : tr("%n left out:", nullptr, static_cast<int>(facts.leftOut));
}

QList<PlanFacts::Part> TrainingWords::parts(const contracts::TrainingMemory& memory) {
    return {{tr("Weights"), memory.weights},
            {tr("Gradients and moments"), memory.gradients + memory.moments},
            {tr("States of a batch"), memory.activations}};
}

QString TrainingWords::memory(const contracts::TrainingMemory& memory) {
    const QString needs = Wording::bytes(memory.total());
    if (memory.freeBytes <= 0) {
        return tr("Will take about %1.").arg(needs);
    }
    return (memory.total() > memory.freeBytes ? tr("May not fit: it takes about %1, and %2 are free.")
                                              : tr("Will take about %1; %2 are free."))
        .arg(needs, Wording::bytes(memory.freeBytes));
}

QString TrainingWords::verdict(const TrainingRun& run) {
    if (!run.before || !run.after || run.after->pairs == 0) {
        return {};
    }
    const double change = run.after->accuracy - run.before->accuracy;
    const QString pairs = tr("%n held-out pair(s)", nullptr, static_cast<int>(run.after->pairs));
    if (change > 0) {
        return tr("The result ranks more of the %1 right.").arg(pairs);
    }
    if (change < 0) {
        return tr("The result ranks fewer of the %1 right.").arg(pairs);
    }
    return run.after->loss < run.before->loss ? tr("The result ranks as many of the %1 right, with a clearer margin.").arg(pairs)
                                              : tr("The result is no better on the %1.").arg(pairs);
}

} // namespace trutina::ui
