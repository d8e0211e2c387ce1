// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "ui/contracts/outcome.h"
#include "ui/contracts/scoring_desk.h"

#include <QObject>
#include <QStringList>

#include <vector>

namespace trutina::contracts {

struct TransferFormat {
    QString name;
    QString title;
    QString description;
    bool canImport = false;
    bool canExport = false;
    QStringList extensions;
};

struct TransferNote {
    qint64 row = 0;
    QString message;
};

struct TransferSummary {
    qint64 read = 0;
    qint64 written = 0;
    qint64 notesInAll = 0;
    std::vector<TransferNote> notes; ///< the first ones
    QStringList files;
};

struct TransferPreview {
    QString format;
    std::vector<storage::NewItem> items; ///< the first ten
    TransferSummary summary;             ///< of the rows looked at
};

struct ImportChoice {
    QString file;
    QString format = QStringLiteral("auto");
    bool dryRun = false; ///< read and report everything, change nothing
};

struct ExportChoice {
    QString format;
    QString directory;
    bool copyMedia = true;
    bool tiesBothDirections = false;
    bool replaceExisting = false;
};

/// Data sets in and out of the open project. Threads: as ProjectDesk. Imports and exports are jobs with progress and cancel.
class TransferDesk : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    [[nodiscard]] virtual std::vector<TransferFormat> formats() const = 0;
    virtual void preview(const QString& file, const QString& format, QObject* guard, Reply<TransferPreview> reply) = 0;
    virtual JobId importFile(const ImportChoice& choice, QObject* guard, Reply<TransferSummary> reply) = 0;
    virtual JobId exportProject(const ExportChoice& choice, QObject* guard, Reply<TransferSummary> reply) = 0;
    virtual void cancel(JobId job) = 0;

  Q_SIGNALS:
    void jobsChanged(const QList<trutina::contracts::JobState>& jobs);
};

} // namespace trutina::contracts
