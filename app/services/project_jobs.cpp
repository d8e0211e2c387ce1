// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/project_jobs.h"

namespace trutina::services {

ProjectJobs::ProjectJobs(ProjectService& project, const char* threadName)
    : m_project(project), m_queue({.threadName = threadName, .lowPriority = true}) {
    connect(&m_board, &JobBoard::changed, this, &ProjectJobs::changed);
}

ProjectJobs::~ProjectJobs() {
    m_courier->close();
    m_queue.shutdown();
}

contracts::Problem ProjectJobs::noProject() {
    return {QStringLiteral("project.none"), tr("No project is open."), tr("Open a project or make a new one."), {}};
}

} // namespace trutina::services
