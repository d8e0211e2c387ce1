// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "storage/records/vote.h"
#include "ui/contracts/outcome.h"
#include "ui/contracts/scoring_desk.h"

#include <QMap>
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
    bool judgesItems = false;   ///< its records judge items that the project has; see ImportChoice::tieWithin
    bool buildsPairs = false;   ///< its records hold answers that a rule can make pairs of
    bool takesPrompt = false;   ///< wants a prompt from the user where the data have none
    bool canEmbed = false;      ///< its records can hold media themselves
    bool canShowSheets = false; ///< its readers open pictures only; see ExportChoice::frameSheets
};

struct TransferNote {
    qint64 row = 0;
    QString message;
};

/// How often something was left out, or changed, for one reason.
struct TransferReason {
    QString code;
    QString example; ///< the first sentence that names it
    qint64 count = 0;
};

struct TransferSummary {
    qint64 read = 0;
    qint64 written = 0;
    qint64 skipped = 0; ///< rows of an import that gave nothing
    qint64 notesInAll = 0;
    std::vector<TransferNote> notes; ///< the first ones
    QStringList files;
    std::vector<TransferReason> reasons; ///< the most frequent first
    QString dataCard;                    ///< of an export: what it says about itself, Markdown
};

/// A judgement of a file beside the item that it is about.
struct VerdictRow {
    int item = 0; ///< its number in the project
    QString prompt;
    QString judge;
    storage::Decision decision = storage::Decision::Winner;
    int winner = -1; ///< a place, from 0
};

struct TransferPreview {
    QString format;
    std::vector<storage::NewItem> items; ///< the first ten
    std::vector<VerdictRow> verdicts;    ///< of a format that judges items; then there are no items
    QStringList columns;                 ///< what the file calls its parts; empty for a folder of pictures
    TransferSummary summary;             ///< of the rows looked at
};

/// How answers with figures or with a ground truth become pairs.
struct PairBuildingChoice {
    QString rating;                            ///< an aspect, "sum" or "mean"; empty: ratings make no pairs
    double minimumGap = 1;                     ///< between two ratings
    QString verifier = QStringLiteral("none"); ///< "none", "exact", "numeric", "choice", "pattern", "command"
    double tolerance = 1e-6;                   ///< of "numeric"
    double maxLengthRatio = 0;                 ///< 0: none
    int maxPairs = 0;                          ///< 0: all
    QString program;                           ///< of "command": what the user allowed to be run, and nothing else
    QStringList arguments;
    double secondsPerAnswer = 10;
};

struct ImportChoice {
    QString file; ///< or a folder
    QString format = QStringLiteral("auto");
    bool dryRun = false;                 ///< read and report everything, change nothing
    QMap<QString, QString> columns = {}; ///< column of the file -> field of the format
    QString annotator = {};              ///< whose judgements those are that name nobody; empty: "imported"
    QString prompt = {};                 ///< for a format that takes one
    QString mediaFolder = {};            ///< what paths of media are relative to; empty: the file's folder
    PairBuildingChoice pairs = {};
    double tieWithin = 0; ///< verdicts: scores no further apart are level
};

struct ExportChoice {
    QString format;
    QString directory;
    QString media = QStringLiteral("copy"); ///< "copy" into the folder, "link", or "embed" where the format can
    bool frameSheets = false;               ///< one picture of sampled frames in place of each video
    bool tiesBothDirections = false;
    bool replaceExisting = false;
    bool dryRun = false;    ///< count and describe, write nothing; needs no directory
    QStringList annotators; ///< whose votes count; empty: everybody's
    double agreement = 0;   ///< least share of those who judged a pair; 0: every vote counts
    storage::Strength weakest = storage::Strength::Slightly;
    double leastSeconds = 0; ///< votes that took less do not count
    double mostSeconds = 0;  ///< votes that took longer do not count; 0: no limit
    storage::AdjudicationRule adjudication = storage::AdjudicationRule::Decides;
    bool correctedAsChosen = false;
    double scoreMargin = 0; ///< above 0: pairs come from scores so far apart instead of votes
    bool writesMargin = false;
    double validationShare = 0, testShare = 0;
    QString splitSeed;
};

struct TransferAnnotator {
    QString name;
    bool isJudge = false; ///< a program, not a person
};

/// Data sets in and out of the open project. Threads: as ProjectDesk. Imports and exports are jobs with progress and cancel.
class TransferDesk : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    [[nodiscard]] virtual std::vector<TransferFormat> formats() const = 0;
    /// The first ten rows as they would be imported. Can be cancelled; is no job in the lists.
    virtual JobId preview(const ImportChoice& choice, QObject* guard, Reply<TransferPreview> reply) = 0;
    virtual JobId importFile(const ImportChoice& choice, QObject* guard, Reply<TransferSummary> reply) = 0;
    virtual JobId exportProject(const ExportChoice& choice, QObject* guard, Reply<TransferSummary> reply) = 0;
    /// Whose votes the open project holds.
    virtual void annotators(QObject* guard, Reply<std::vector<TransferAnnotator>> reply) = 0;
    virtual void cancel(JobId job) = 0;

  Q_SIGNALS:
    void jobsChanged(const QList<trutina::contracts::JobState>& jobs);
};

} // namespace trutina::contracts
