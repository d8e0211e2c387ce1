// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/log.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QtGlobal>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <vector>

namespace trutina::desktop {

namespace {

constexpr std::size_t kLogBytes = 1U << 20U;
constexpr std::size_t kLogFiles = 3;

void writeMessage(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    const std::string text = message.toStdString();
    const char* category = context.category != nullptr ? context.category : "default";
    switch (type) {
    case QtDebugMsg:
        spdlog::debug("{}: {}", category, text);
        break;
    case QtInfoMsg:
        spdlog::info("{}: {}", category, text);
        break;
    case QtWarningMsg:
        spdlog::warn("{}: {}", category, text);
        break;
    case QtCriticalMsg:
    case QtFatalMsg:
        spdlog::error("{}: {}", category, text);
        break;
    }
}

bool isAlive(qint64 process) {
    return process > 0 && (kill(static_cast<pid_t>(process), 0) == 0 || errno == EPERM);
}

} // namespace

QString startLog(const QString& folder) {
    auto console = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    console->set_level(spdlog::level::warn);
    std::vector<spdlog::sink_ptr> sinks{console};
    QString file;
    if (QDir().mkpath(folder)) {
        const QString wanted = QDir(folder).filePath(QStringLiteral("trutina.log"));
        try {
            sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(wanted.toStdString(), kLogBytes, kLogFiles));
            file = wanted;
        } catch (const spdlog::spdlog_ex&) {
            file.clear(); // a read-only home: the program goes on without a file
        }
    }
    auto logger = std::make_shared<spdlog::logger>("trutina", sinks.begin(), sinks.end());
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(logger);
    qInstallMessageHandler(writeMessage);
    spdlog::info("Trutina {} starts", QCoreApplication::applicationVersion().toStdString());
    return file;
}

RunningMark::RunningMark(const QString& folder) : m_file(QDir(folder).filePath(QStringLiteral("running"))) {
    QFile mark(m_file);
    if (mark.open(QIODevice::ReadOnly)) {
        if (isAlive(mark.readAll().trimmed().toLongLong())) {
            return; // another session is at work; the mark is its own
        }
        m_endedEarly = true;
        mark.close();
    }
    if (QDir().mkpath(folder) && mark.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        mark.write(QByteArray::number(QCoreApplication::applicationPid()));
        m_isOurs = true;
    }
}

RunningMark::~RunningMark() {
    if (m_isOurs) {
        QFile::remove(m_file);
    }
}

} // namespace trutina::desktop
