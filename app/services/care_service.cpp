// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/care_service.h"

#include "app/services/agreement_report.h"
#include "storage/doctor/doctor.h"
#include "ui/contracts/file_path.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace trutina::services {

using contracts::AgreementReport;
using contracts::Dispute;
using contracts::JobId;
using contracts::Nothing;
using contracts::Outcome;
using contracts::pathOf;
using contracts::Reply;
using storage::CureReport;
using storage::Finding;
using storage::MergeReport;

namespace {

/// A place of a vote among those on its item that says nothing about whose it is: the same every time, another one elsewhere.
QByteArray shuffleKey(const std::string& project, const storage::VoteRecord& vote) {
    const std::string text = project + "/dispute/" + std::to_string(vote.item.value) + "/" + std::to_string(vote.annotator.value);
    return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256);
}

Dispute disputeOf(storage::Project& project, storage::ItemId item) {
    Dispute dispute;
    dispute.item = project.item(item);
    dispute.shownOrder = project.shownOrder(item);
    const std::string uuid = project.info().uuid;
    std::vector<std::pair<QByteArray, storage::NewVote>> keyed;
    for (const storage::VoteRecord& vote : project.votes(item)) {
        if (vote.kind == storage::VoteKind::Adjudication) {
            dispute.settled = vote; // without the name
        } else {
            keyed.emplace_back(shuffleKey(uuid, vote), vote);
        }
    }
    std::sort(keyed.begin(), keyed.end(), [](const auto& left, const auto& right) { return left.first < right.first; });
    for (auto& [key, vote] : keyed) {
        dispute.votes.push_back(std::move(vote));
    }
    return dispute;
}

} // namespace

CareService::CareService(ProjectService& project, QObject* parent)
    : contracts::CareDesk(parent), m_project(project), m_jobs(project, "trutina-care") {
    connect(&m_jobs, &ProjectJobs::changed, this, &CareService::jobsChanged);
}

JobId CareService::examine(QObject* guard, Reply<std::vector<Finding>> reply) {
    return m_jobs.run<std::vector<Finding>>(
        tr("Examining the data"), ProjectJobs::Access::Read,
        [](storage::Project& project, const std::stop_token& stop, const ProjectJobs::Tell& tell) {
            return storage::examine(project, {}, stop,
                                    [&tell](const storage::DoctorProgress& place) { tell(place.done, place.total); });
        },
        guard, std::move(reply));
}

JobId CareService::cure(const QString& kind, QObject* guard, Reply<CureReport> reply) {
    return m_jobs.run<CureReport>(
        tr("Putting it right"), ProjectJobs::Access::Change,
        [kind = kind.toStdString()](storage::Project& project, const std::stop_token& stop, const ProjectJobs::Tell& tell) {
            return storage::cure(project, kind, {}, stop,
                                 [&tell](const storage::DoctorProgress& place) { tell(place.done, place.total); });
        },
        guard, std::move(reply));
}

JobId CareService::planMerge(const QString& file, QObject* guard, Reply<MergeReport> reply) {
    return m_jobs.run<MergeReport>(
        tr("Comparing with %1").arg(QFileInfo(file).fileName()), ProjectJobs::Access::AsOpened,
        [path = pathOf(file)](storage::Project& project, const std::stop_token& stop, const ProjectJobs::Tell& tell) {
            return project.merge(path, storage::MergeRun::Dry, stop,
                                 [&tell](const storage::MergeProgress& place) { tell(place.done, place.total); });
        },
        guard, std::move(reply));
}

JobId CareService::merge(const QString& file, QObject* guard, Reply<MergeReport> reply) {
    return m_jobs.run<MergeReport>(
        tr("Merging %1").arg(QFileInfo(file).fileName()), ProjectJobs::Access::Change,
        [path = pathOf(file)](storage::Project& project, const std::stop_token& stop, const ProjectJobs::Tell& tell) {
            return project.merge(path, storage::MergeRun::Real, stop,
                                 [&tell](const storage::MergeProgress& place) { tell(place.done, place.total); });
        },
        guard, std::move(reply));
}

JobId CareService::readAgreement(QObject* guard, Reply<AgreementReport> reply) {
    return m_jobs.run<AgreementReport>(
        tr("Reading votes"), ProjectJobs::Access::Read,
        [](storage::Project& project, const std::stop_token& stop, const ProjectJobs::Tell& tell) {
            return agreementOf(project, stop, tell);
        },
        guard, std::move(reply));
}

void CareService::loadDispute(storage::ItemId item, QObject* guard, Reply<Dispute> reply) {
    m_project.withProject<Dispute>(
        m_project.generation(), [item](storage::Project& project) { return disputeOf(project, item); },
        GuardedReply<Dispute>(guard, std::move(reply)));
}

void CareService::withdrawAdjudication(storage::ItemId item, QObject* guard, Reply<Nothing> reply) {
    const GuardedReply<Nothing> guarded(guard, std::move(reply));
    m_project.withProject<Nothing>(
        m_project.generation(),
        [item](storage::Project& project) {
            project.withdrawAdjudication(item);
            return Nothing();
        },
        [this, item, guarded](const Outcome<Nothing>& outcome) {
            m_project.refresh();
            m_project.announceItemChanged(item);
            guarded(outcome);
        });
}

void CareService::cancel(JobId job) {
    m_jobs.cancel(job);
}

} // namespace trutina::services
