// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace trutina::ui {

namespace {
constexpr auto kPurpose = "export";
constexpr auto kFormat = "export.format";
} // namespace

ExportDialog::ExportDialog(contracts::TransferDesk& desk, Preferences& preferences, const QString& projectName,
                           const storage::ItemCounts& counts, QWidget* parent)
    : DialogFrame(tr("Export"), size::dialogNarrow, parent),
      m_desk(desk),
      m_preferences(preferences),
      m_counts(counts),
      m_format(new QComboBox),
      m_description(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_folder(new QLineEdit),
      m_replace(new QCheckBox(tr("Replace what an earlier export left there"))),
      m_copy(new QRadioButton(tr("Copy pictures into the folder"))),
      m_reference(new QRadioButton(tr("Refer to them where they are"))),
      m_ties(new QCheckBox(tr("Write ties as two pairs, one in each direction"))),
      m_leftOut(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_notes(new QListWidget),
      m_progress(new ThinProgress(tr("Progress of the export"))) {
    for (const contracts::TransferFormat& format : desk.formats()) {
        if (format.canExport) {
            m_format->addItem(format.title, format.name);
            m_format->setItemData(m_format->count() - 1, format.description, Qt::UserRole + 1);
        }
    }
    // What was chosen last, or else the form that most trainers read.
    const QString last = QString::fromUtf8(preferences.viewState(QString::fromLatin1(kFormat)));
    m_format->setCurrentIndex(std::max(0, m_format->findData(last.isEmpty() ? QStringLiteral("trl") : last)));
    addField(tr("Format"), m_format);
    m_description->setWordWrap(true);
    body()->addWidget(m_description);

    QString name = projectName;
    name.replace(QLatin1Char('/'), QLatin1Char('-'));
    m_folder->setText(
        QDir::toNativeSeparators(QDir(preferences.folderFor(QString::fromLatin1(kPurpose))).filePath(tr("%1 export").arg(name))));
    m_folder->setAccessibleName(tr("Folder"));
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    auto* folderRow = new QHBoxLayout;
    folderRow->addWidget(m_folder, 1);
    folderRow->addWidget(choose);
    addField(tr("Folder"), folderRow);
    body()->addWidget(m_replace);

    auto* media = new QVBoxLayout;
    media->setSpacing(space::s);
    media->addWidget(m_copy);
    media->addWidget(m_reference);
    m_copy->setChecked(true);
    addField(tr("Pictures"), media);
    auto* ties = new QVBoxLayout;
    ties->addWidget(m_ties);
    addField(tr("Ties"), ties,
             tr("Otherwise ties are left out. Items with more than two answers give the best against each other one."));

    m_leftOut->setWordWrap(true);
    body()->addWidget(m_leftOut);
    m_notes->setAccessibleName(tr("What was left out"));
    m_notes->setProperty("framed", true);
    m_notes->setFixedHeight(scaled(size::reportHeight));
    m_notes->setWordWrap(true);
    m_notes->hide();
    body()->addWidget(m_notes);
    m_progress->hide();
    body()->addWidget(m_progress);
    body()->addStretch(1);

    m_show = addQuiet(tr("Show in folder"));
    m_show->hide();
    m_cancel = setCancel(tr("Cancel"));
    m_export = setPrimary(tr("Export"));
    connect(m_export, &QPushButton::clicked, this, [this] {
        if (m_isDone) {
            accept();
        } else {
            run();
        }
    });
    connect(m_show, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder->text())); });
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
    connect(m_folder, &QLineEdit::textChanged, this, &ExportDialog::refresh);
    connect(m_replace, &QCheckBox::toggled, this, &ExportDialog::refresh);
    connect(m_ties, &QCheckBox::toggled, this, &ExportDialog::refresh);
    connect(choose, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Choose a folder for the export"), m_folder->text());
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::fileSelected, m_folder,
                [this](const QString& folder) { m_folder->setText(QDir::toNativeSeparators(folder)); });
        dialog->open();
    });
    connect(&desk, &contracts::TransferDesk::jobsChanged, this, [this](const QList<contracts::JobState>& jobs) {
        for (const contracts::JobState& job : jobs) {
            if (job.id == m_job) {
                m_progress->setFraction(job.fraction);
            }
        }
    });
    refresh();
}

void ExportDialog::refresh() {
    m_description->setText(m_format->currentData(Qt::UserRole + 1).toString());
    QStringList parts;
    if (m_counts.open > 0) {
        parts.append(tr("%n open", nullptr, m_counts.open));
    }
    if (m_counts.skipped > 0) {
        parts.append(tr("%n skipped", nullptr, m_counts.skipped));
    }
    parts.append(m_ties->isChecked() ? tr("those where all are bad") : tr("ties and those where all are bad"));
    m_leftOut->setText(m_counts.decided > 0
                           ? tr("Looks at %n decided item(s). Left out: %1.", nullptr, m_counts.decided).arg(parts.join(tr(", ")))
                           : tr("No item is decided yet, so there is nothing to export. Vote on some items first."));
    const QString folder = m_folder->text().trimmed();
    const QDir place(folder);
    const bool isOccupied = !folder.isEmpty() && place.exists() && !place.isEmpty();
    m_replace->setVisible(isOccupied);
    if (!m_isBusy && !m_isDone) {
        if (isOccupied && !m_replace->isChecked()) {
            message().showMessage(MessageKind::Warn, tr("The folder is not empty. Choose another one, or tick “Replace”."));
            message().setClosable(false);
        } else {
            message().hide();
        }
    }
    const bool isReady =
        !folder.isEmpty() && m_format->count() > 0 && m_counts.decided > 0 && (!isOccupied || m_replace->isChecked());
    m_export->setEnabled(m_isDone || (isReady && !m_isBusy));
    m_export->setText(m_isDone ? tr("Close") : tr("Export"));
    m_cancel->setVisible(!m_isDone);
}

void ExportDialog::run() {
    contracts::ExportChoice choice;
    choice.format = m_format->currentData().toString();
    choice.directory = QDir::fromNativeSeparators(m_folder->text().trimmed());
    choice.copyMedia = m_copy->isChecked();
    choice.tiesBothDirections = m_ties->isChecked();
    choice.replaceExisting = m_replace->isChecked();
    m_isBusy = true;
    m_progress->setFraction(-1);
    m_progress->show();
    m_cancel->setText(tr("Stop"));
    message().hide();
    refresh();
    const contracts::JobId job =
        m_desk.exportProject(choice, this, [this](const contracts::Outcome<contracts::TransferSummary>& outcome) {
            m_isBusy = false;
            m_job = 0;
            m_progress->hide();
            m_cancel->setText(tr("Cancel"));
            refresh();
            if (outcome.isProblem()) {
                showProblem(outcome.problem());
            } else if (outcome.isCancelled()) {
                message().showMessage(MessageKind::Info, tr("The export was cancelled. The folder is as it was."));
            } else {
                finish(outcome.value());
            }
        });
    m_job = m_isBusy ? job : 0;
}

void ExportDialog::finish(const contracts::TransferSummary& summary) {
    m_isDone = true;
    m_preferences.setViewState(QString::fromLatin1(kFormat), m_format->currentData().toString().toUtf8());
    m_preferences.setFolderFor(QString::fromLatin1(kPurpose),
                               QFileInfo(QDir::fromNativeSeparators(m_folder->text())).absolutePath());
    for (const contracts::TransferNote& note : summary.notes) {
        m_notes->addItem(note.row > 0 ? tr("Item %1: %2").arg(Wording::count(note.row), note.message) : note.message);
    }
    if (summary.notesInAll > static_cast<qint64>(summary.notes.size())) {
        m_notes->addItem(tr("… and %1 more, all in report.json.")
                             .arg(Wording::count(summary.notesInAll - static_cast<qint64>(summary.notes.size()))));
    }
    m_notes->setVisible(m_notes->count() > 0);
    m_show->show();
    refresh();
    m_leftOut->setText(summary.notesInAll > 0
                           ? tr("Left out or changed: %n item(s). The reasons:", nullptr, static_cast<int>(summary.notesInAll))
                           : tr("Nothing was left out."));
    message().setClosable(true);
    message().showMessage(
        MessageKind::Good,
        tr("Wrote %n record(s) to %1.", nullptr, static_cast<int>(summary.written)).arg(Wording::path(m_folder->text())));
    Q_EMIT exported(m_folder->text(), summary);
}

void ExportDialog::reject() {
    if (m_isBusy && m_job != 0) {
        m_desk.cancel(m_job);
        return;
    }
    DialogFrame::reject();
}

} // namespace trutina::ui
