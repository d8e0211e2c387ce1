// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/job_list_model.h"

#include "ui/contracts/care_desk.h"
#include "ui/contracts/training_desk.h"
#include "ui/contracts/transfer_desk.h"

namespace trutina::ui {

using contracts::JobState;

JobListModel::JobListModel(const contracts::Desks& desks, QObject* parent) : QAbstractListModel(parent), m_desks(desks) {
    connect(&desks.scoring, &contracts::ScoringDesk::jobsChanged, this,
            [this](const QList<JobState>& jobs) { replace(m_scoringJobs, jobs); });
    connect(&desks.transfer, &contracts::TransferDesk::jobsChanged, this,
            [this](const QList<JobState>& jobs) { replace(m_transferJobs, jobs); });
    connect(&desks.care, &contracts::CareDesk::jobsChanged, this,
            [this](const QList<JobState>& jobs) { replace(m_careJobs, jobs); });
    connect(&desks.training, &contracts::TrainingDesk::jobsChanged, this,
            [this](const QList<JobState>& jobs) { replace(m_trainingJobs, jobs); });
}

void JobListModel::replace(QList<JobState>& mine, const QList<JobState>& jobs) {
    beginResetModel();
    mine = jobs;
    endResetModel();
    Q_EMIT currentChanged();
}

const JobState* JobListModel::job(int row) const {
    for (const QList<JobState>* jobs : {&m_transferJobs, &m_careJobs, &m_scoringJobs, &m_trainingJobs}) {
        if (row >= 0 && row < static_cast<int>(jobs->size())) {
            return &jobs->at(row);
        }
        row -= static_cast<int>(jobs->size());
    }
    return nullptr;
}

std::optional<JobState> JobListModel::current() const {
    const JobState* first = job(0);
    return first == nullptr ? std::nullopt : std::optional(*first);
}

void JobListModel::cancel(int row) {
    const JobState* chosen = job(row);
    if (chosen == nullptr || !chosen->canCancel) {
        return;
    }
    const auto transfers = static_cast<int>(m_transferJobs.size());
    const auto cares = transfers + static_cast<int>(m_careJobs.size());
    if (row < transfers) {
        m_desks.transfer.cancel(chosen->id);
    } else if (row < cares) {
        m_desks.care.cancel(chosen->id);
    } else if (row < cares + static_cast<int>(m_scoringJobs.size())) {
        m_desks.scoring.cancel(chosen->id);
    } else {
        m_desks.training.cancel(chosen->id);
    }
}

void JobListModel::cancelCurrent() {
    cancel(0);
}

int JobListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid()
               ? 0
               : static_cast<int>(m_transferJobs.size() + m_careJobs.size() + m_scoringJobs.size() + m_trainingJobs.size());
}

QVariant JobListModel::data(const QModelIndex& index, int role) const {
    const JobState* shown = job(index.row());
    if (shown == nullptr) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return shown->isCancelling ? tr("Cancelling: %1").arg(shown->title) : shown->title;
    case FractionRole:
        return shown->fraction;
    case StageRole:
        return shown->stage;
    case CanCancelRole:
        return shown->canCancel && !shown->isCancelling;
    default:
        return {};
    }
}

QString JobListModel::timeLeftText(int seconds) {
    constexpr int kMinute = 60;
    constexpr int kHour = 3600;
    constexpr int kFew = 10;
    if (seconds < 0) {
        return {};
    }
    if (seconds < kFew) {
        return tr("a few seconds left");
    }
    if (seconds < kMinute) {
        return tr("%1 s left").arg(seconds);
    }
    if (seconds < kHour) {
        return tr("%1 min left").arg((seconds + kMinute / 2) / kMinute);
    }
    return tr("%1 h left").arg((seconds + kHour / 2) / kHour);
}

} // namespace trutina::ui
