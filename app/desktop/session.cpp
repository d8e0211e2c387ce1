// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/session.h"

#include "app/services/shipped_files.h"
#include "ui/contracts/file_path.h"
#include "ui/pages/shell/main_window.h"

#include <QByteArray>
#include <QDir>
#include <QFileInfo>
#include <QTimer>

namespace trutina::desktop {

using contracts::Outcome;
using contracts::textOf;

Session::Session(SessionOptions options, QObject* parent)
    : QObject(parent),
      m_options(std::move(options)),
      m_preferences(m_options.settingsFile),
      m_services(m_options.engine),
      m_window(std::make_unique<ui::MainWindow>(m_services.desks(), m_preferences, m_options.logFile, m_options.demoModel)) {
    connect(m_window.get(), &ui::MainWindow::sampleRequested, this, &Session::openSample);
}

Session::~Session() = default;

QString Session::shippedSample() {
    return textOf(services::shippedFile("sample/sample.jsonl"));
}

QString Session::shippedDemoModel() {
    return textOf(services::shippedDemoModel());
}

QString Session::sampleProject() const {
    return QDir(m_options.dataFolder).filePath(tr("Sample project") + QStringLiteral(".trutina"));
}

void Session::start() {
    m_window->show();
    if (!m_options.modelFolder.isEmpty()) {
        m_preferences.setModelFolder(QFileInfo(m_options.modelFolder).absoluteFilePath());
        m_preferences.setModelAdapter({});
    }
    openFirstProject();
    // After the first paint: the engine brings LibTorch, which takes its time to map.
    QTimer::singleShot(0, m_window.get(), [this] { m_window->engineIsReady(); });
}

void Session::openFirstProject() {
    const QString last = m_preferences.lastProject();
    if (!m_options.projectFile.isEmpty()) {
        m_window->openProject(QFileInfo(m_options.projectFile).absoluteFilePath());
    } else if (m_options.opensSample || m_preferences.isFirstStart()) {
        openSample();
    } else if (!last.isEmpty() && QFileInfo::exists(last)) {
        m_window->openProject(last);
    }
}

void Session::openSample() {
    const QString file = sampleProject();
    if (QFileInfo::exists(file)) {
        m_preferences.setFirstStartDone();
        m_window->openProject(file);
        return;
    }
    if (!QDir().mkpath(m_options.dataFolder)) {
        m_window->showProblem({QStringLiteral("disk.write"),
                               tr("The sample project could not be made in %1.").arg(m_options.dataFolder),
                               tr("Create a project at a place you may write to."),
                               {}});
        return;
    }
    m_services.desks().project.createProject(file, storage::MediaPolicy::Copy, this,
                                             [this](const Outcome<storage::ProjectInfo>& outcome) {
                                                 if (outcome.isProblem()) {
                                                     m_window->showProblem(outcome.problem());
                                                 } else {
                                                     fillSample();
                                                 }
                                             });
}

void Session::fillSample() {
    m_preferences.setFirstStartDone();
    if (m_options.sampleRecords.isEmpty()) {
        m_window->showProblem({QStringLiteral("sample.missing"),
                               tr("The sample items were not found beside the program."),
                               tr("Install Trutina again, or add items of your own."),
                               {}});
        return;
    }
    m_services.desks().transfer.importFile({m_options.sampleRecords}, this,
                                           [this](const Outcome<contracts::TransferSummary>& outcome) {
                                               if (outcome.isProblem()) {
                                                   m_window->showProblem(outcome.problem());
                                               }
                                           });
}

} // namespace trutina::desktop
