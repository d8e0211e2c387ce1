// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/merge_dialog.h"

#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"
#include "ui/widgets/wrapped_label.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace trutina::ui {

using contracts::Outcome;
using storage::MergeReport;

namespace {
constexpr auto kPurpose = "projects";
} // namespace

MergeDialog::MergeDialog(contracts::CareDesk& desk, Preferences& preferences, QWidget* parent)
    : DialogFrame(tr("Merge a project"), size::dialogNarrow, parent),
      m_desk(desk),
      m_preferences(preferences),
      m_file(new QLineEdit),
      m_compare(new QPushButton(tr("Compare"))),
      m_summary(new WrappedLabel({}, TextRole::Interface, TextWeight::Regular, ColorRole::Text)),
      m_conflictTitle(new TextLabel({}, TextRole::Label, TextWeight::Medium, ColorRole::MutedText)),
      m_conflicts(new QListWidget),
      m_progress(new ThinProgress(tr("Progress of the merge"))) {
    m_file->setAccessibleName(tr("Project file to merge"));
    m_file->setPlaceholderText(tr("Another annotator's project file"));
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    m_compare->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(m_file, 1);
    row->addWidget(choose);
    row->addWidget(m_compare);
    addField(
        tr("Project file"), row,
        tr("The same items with somebody else's votes. Nothing of either project gets lost; the file itself is not changed."));
    body()->addWidget(m_summary);
    body()->addWidget(m_conflictTitle);
    m_conflicts->setAccessibleName(tr("What both files say differently"));
    m_conflicts->setProperty("framed", true);
    m_conflicts->setWordWrap(true);
    m_conflicts->setSelectionMode(QAbstractItemView::NoSelection);
    m_conflicts->setFixedHeight(scaled(size::reportHeight));
    body()->addWidget(m_conflicts);
    body()->addWidget(m_progress);
    body()->addStretch(1);
    m_cancel = setCancel(tr("Cancel"));
    m_merge = setPrimary(tr("Merge"));
    m_summary->hide();
    m_conflictTitle->hide();
    m_conflicts->hide();
    m_progress->hide();

    connect(choose, &QPushButton::clicked, this, [this] {
        auto* dialog =
            new QFileDialog(this, tr("Choose a project to merge"), m_preferences.folderFor(QString::fromLatin1(kPurpose)),
                            tr("Trutina projects (*.trutina)"));
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::fileSelected, this, &MergeDialog::setFile);
        dialog->open();
    });
    connect(m_file, &QLineEdit::textChanged, this, [this] {
        m_isPlanned = false;
        refresh();
    });
    connect(m_compare, &QPushButton::clicked, this, &MergeDialog::compare);
    connect(m_merge, &QPushButton::clicked, this, [this] {
        if (m_isDone) {
            accept();
        } else if (m_isPlanned) {
            run();
        } else {
            compare();
        }
    });
    connect(&desk, &contracts::CareDesk::jobsChanged, this, [this](const QList<contracts::JobState>& jobs) {
        for (const contracts::JobState& job : jobs) {
            if (job.id == m_job) {
                m_progress->setFraction(job.fraction);
            }
        }
    });
    refresh();
}

void MergeDialog::setFile(const QString& file) {
    m_file->setText(QDir::toNativeSeparators(file));
    compare();
}

QString MergeDialog::summaryText() const {
    return m_summary->text();
}

void MergeDialog::begin(contracts::JobId job) {
    m_job = m_isBusy ? job : 0;
    refresh();
}

void MergeDialog::end() {
    m_isBusy = false;
    m_job = 0;
    refresh();
}

void MergeDialog::compare() {
    const QString file = QDir::fromNativeSeparators(m_file->text().trimmed());
    if (m_isBusy || file.isEmpty()) {
        return;
    }
    m_isBusy = true;
    m_progress->setFraction(-1);
    message().hide();
    begin(m_desk.planMerge(file, this, [this](const Outcome<MergeReport>& outcome) {
        end();
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
        } else if (outcome.isValue()) {
            show(outcome.value(), false);
        }
    }));
}

void MergeDialog::run() {
    const QString file = QDir::fromNativeSeparators(m_file->text().trimmed());
    m_isBusy = true;
    m_progress->setFraction(-1);
    message().hide();
    begin(m_desk.merge(file, this, [this, file](const Outcome<MergeReport>& outcome) {
        end();
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
        } else if (outcome.isCancelled()) {
            message().showMessage(MessageKind::Info, tr("The merge was cancelled. The project is as it was."));
        } else {
            m_preferences.setFolderFor(QString::fromLatin1(kPurpose), QFileInfo(file).absolutePath());
            show(outcome.value(), true);
            Q_EMIT merged(file, outcome.value());
        }
    }));
}

void MergeDialog::show(const MergeReport& report, bool isDone) {
    m_isPlanned = true;
    m_isDone = isDone;
    m_brings = report.hasChanged || report.measurementsAdded > 0;
    const auto number = [](std::int64_t count) { return static_cast<int>(count); };
    QStringList parts;
    const auto add = [&parts](std::int64_t count, const QString& words) {
        if (count > 0) {
            parts.append(words);
        }
    };
    add(report.itemsAdded, tr("%n new item(s)", nullptr, number(report.itemsAdded)));
    add(report.votesAdded, tr("%n vote(s)", nullptr, number(report.votesAdded)));
    add(report.annotatorsAdded, tr("%n annotator(s)", nullptr, number(report.annotatorsAdded)));
    add(report.tagsAdded, tr("%n tag(s)", nullptr, number(report.tagsAdded)));
    add(report.mediaAdded, tr("%n picture(s) or video(s)", nullptr, number(report.mediaAdded)));
    add(report.measurementsAdded, tr("%n score(s)", nullptr, number(report.measurementsAdded)));
    const QString what = parts.join(tr(", "));
    QString text = !m_brings         ? tr("The file brings nothing new.")
                   : parts.isEmpty() ? (isDone ? tr("Took over changed notes, flags or current votes.")
                                               : tr("The file brings changed notes, flags or current votes."))
                                     : (isDone ? tr("Took in %1.") : tr("The file brings %1.")).arg(what);
    text += QLatin1Char(' ') + tr("In both projects: %n item(s).", nullptr, number(report.itemsMatched));
    if (report.mediaMissing > 0) {
        text += QLatin1Char(' ') + tr("Not found: %n picture(s) or video(s).", nullptr, number(report.mediaMissing));
    }
    m_summary->setText(text);
    m_summary->show();
    m_conflicts->clear();
    for (const storage::MergeConflict& conflict : report.conflicts) {
        m_conflicts->addItem(QString::fromStdString(conflict.sentence));
    }
    if (report.conflictsInAll > static_cast<std::int64_t>(report.conflicts.size())) {
        m_conflicts->addItem(
            tr("… and %1 more.").arg(Wording::count(report.conflictsInAll - static_cast<qint64>(report.conflicts.size()))));
    }
    m_conflictTitle->setText(tr("Said differently in the two files; both are kept:"));
    m_conflictTitle->setVisible(report.conflictsInAll > 0);
    m_conflicts->setVisible(report.conflictsInAll > 0);
    if (isDone && report.hasChanged) {
        message().showMessage(MessageKind::Good, tr("Merged. Undo takes all of it back."));
    }
    refresh();
}

void MergeDialog::refresh() {
    const bool hasFile = !m_file->text().trimmed().isEmpty();
    m_progress->setVisible(m_isBusy);
    m_compare->setEnabled(hasFile && !m_isBusy && !m_isPlanned);
    m_file->setEnabled(!m_isBusy && !m_isDone);
    m_cancel->setText(m_isBusy ? tr("Stop") : tr("Cancel"));
    m_cancel->setVisible(!m_isDone);
    m_merge->setText(m_isDone ? tr("Close") : tr("Merge"));
    m_merge->setEnabled(m_isDone || (m_isPlanned && m_brings && !m_isBusy));
    if (!m_isPlanned) {
        m_summary->hide();
        m_conflictTitle->hide();
        m_conflicts->hide();
    }
}

void MergeDialog::reject() {
    if (m_isBusy && m_job != 0) {
        m_desk.cancel(m_job);
        return;
    }
    DialogFrame::reject();
}

} // namespace trutina::ui
