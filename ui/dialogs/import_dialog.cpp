// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/import_dialog.h"

#include "ui/models/drop_content.h"
#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace trutina::ui {

using contracts::TransferPreview;
using contracts::TransferSummary;

namespace {

constexpr auto kPurpose = "import";
constexpr auto kAutomatic = "auto";
constexpr int kExcerpt = 160;

QString oneLine(const std::string& text) {
    return QString::fromStdString(text).left(kExcerpt).simplified();
}

} // namespace

ImportDialog::ImportDialog(contracts::TransferDesk& desk, Preferences& preferences, QWidget* parent)
    : DialogFrame(tr("Import"), size::dialogWide, parent),
      m_desk(desk),
      m_preferences(preferences),
      m_file(new QLineEdit),
      m_format(new QComboBox),
      m_guess(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_rows(new QTableWidget(0, 3)),
      m_counts(new TextLabel({}, TextRole::Label, TextWeight::Medium, ColorRole::MutedText)),
      m_notes(new QListWidget),
      m_progress(new ThinProgress(tr("Progress of the import"))) {
    setAcceptDrops(true);
    m_file->setPlaceholderText(tr("Choose a file, or drop one here"));
    auto* chooseButton = new QPushButton(tr("Choose…"));
    chooseButton->setAutoDefault(false);
    auto* fileRow = new QHBoxLayout;
    m_file->setAccessibleName(tr("File"));
    fileRow->addWidget(m_file, 1);
    fileRow->addWidget(chooseButton);
    addField(tr("File"), fileRow);

    m_format->addItem(tr("Guess from the file"), QString::fromLatin1(kAutomatic));
    for (const contracts::TransferFormat& format : desk.formats()) {
        if (format.canImport) {
            m_format->addItem(format.title, format.name);
            m_format->setItemData(m_format->count() - 1, format.description, Qt::ToolTipRole);
        }
    }
    auto* formatRow = new QHBoxLayout;
    m_format->setAccessibleName(tr("Format"));
    formatRow->addWidget(m_format);
    formatRow->addWidget(m_guess, 1);
    addField(tr("Format"), formatRow);

    m_rows->setHorizontalHeaderLabels({tr("Prompt"), tr("Media"), tr("Answers")});
    m_rows->setAccessibleName(tr("The first ten rows"));
    m_rows->verticalHeader()->hide();
    m_rows->verticalHeader()->setDefaultSectionSize(scaled(size::control));
    m_rows->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_rows->horizontalHeader()->setHighlightSections(false);
    m_rows->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_rows->horizontalHeader()->resizeSection(1, scaled(size::mediaColumn));
    m_rows->horizontalHeader()->resizeSection(2, scaled(size::answersColumn));
    m_rows->setShowGrid(false);
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setSelectionMode(QAbstractItemView::NoSelection);
    m_rows->setFocusPolicy(Qt::TabFocus);
    m_rows->setTabKeyNavigation(false);
    auto* table = new QFrame;
    table->setProperty("panel", QStringLiteral("card"));
    auto* tableLayout = new QVBoxLayout(table);
    tableLayout->setContentsMargins(size::hairline, size::hairline, size::hairline, size::hairline);
    tableLayout->addWidget(m_rows);
    table->setMinimumHeight(scaled(size::previewList));
    body()->addWidget(table, 1);

    body()->addWidget(m_counts);
    m_notes->setAccessibleName(tr("What would be left out"));
    m_notes->setProperty("framed", true);
    m_notes->setFixedHeight(scaled(size::reportHeight));
    m_notes->setSelectionMode(QAbstractItemView::NoSelection);
    m_notes->setWordWrap(true);
    m_notes->hide();
    body()->addWidget(m_notes);
    m_progress->hide();
    body()->addWidget(m_progress);

    m_check = addQuiet(tr("Check the whole file"));
    m_check->setToolTip(tr("Reads everything and reports what would be left out. Changes nothing."));
    m_cancel = setCancel(tr("Cancel"));
    m_import = setPrimary(tr("Import"));
    connect(chooseButton, &QPushButton::clicked, this, &ImportDialog::choose);
    connect(m_file, &QLineEdit::editingFinished, this, &ImportDialog::preview);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ImportDialog::preview);
    connect(m_check, &QPushButton::clicked, this, [this] { run(true); });
    connect(m_import, &QPushButton::clicked, this, [this] {
        if (m_isDone) {
            accept();
        } else {
            run(false);
        }
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

QString ImportDialog::format() const {
    return m_format->currentData().toString();
}

void ImportDialog::choose() {
    QStringList patterns;
    for (const contracts::TransferFormat& format : m_desk.formats()) {
        for (const QString& ending : format.extensions) {
            patterns.append(QStringLiteral("*.") + QString(ending).remove(QLatin1Char('*')).remove(QLatin1Char('.')));
        }
    }
    patterns.removeDuplicates();
    const QString purpose = QString::fromLatin1(kPurpose);
    auto* dialog = new QFileDialog(this, tr("Choose a file to import"), m_preferences.folderFor(purpose),
                                   tr("Data sets (%1);;All files (*)").arg(patterns.join(QLatin1Char(' '))));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, purpose](const QString& file) {
        m_preferences.setFolderFor(purpose, QFileInfo(file).absolutePath());
        setFile(file);
    });
    dialog->open();
}

void ImportDialog::setFile(const QString& file) {
    m_previewed.clear();
    m_file->setText(QFileInfo(file).absoluteFilePath());
    preview();
}

void ImportDialog::preview() {
    const QString file = m_file->text().trimmed();
    const QString asked = format() + QLatin1Char('\n') + file;
    if (asked == m_previewed) {
        return; // the field only lost the focus
    }
    m_previewed = asked;
    m_canImport = false;
    m_isDone = false;
    m_rows->setRowCount(0);
    m_guess->setText({});
    m_counts->setText({});
    m_notes->hide();
    message().hide();
    refresh();
    if (file.isEmpty()) {
        return;
    }
    m_counts->setText(tr("Reading the first rows…"));
    m_desk.preview(file, format(), this, [this, file](const contracts::Outcome<TransferPreview>& outcome) {
        if (file != m_file->text().trimmed() || m_isBusy || m_isDone) {
            return;
        }
        m_counts->setText({});
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
            return;
        }
        if (!outcome.isValue()) {
            return;
        }
        const TransferPreview& found = outcome.value();
        if (format() == QLatin1String(kAutomatic)) {
            const int index = m_format->findData(found.format);
            m_guess->setText(tr("It looks like “%1”.").arg(index >= 0 ? m_format->itemText(index) : found.format));
        }
        for (const storage::NewItem& item : found.items) {
            const int row = m_rows->rowCount();
            m_rows->insertRow(row);
            m_rows->setItem(row, 0,
                            new QTableWidgetItem(item.prompt.empty() ? tr("no text") : oneLine(item.prompt.back().content)));
            m_rows->setItem(row, 1, new QTableWidgetItem(item.media.empty() ? tr("text") : QString::number(item.media.size())));
            m_rows->setItem(row, 2, new QTableWidgetItem(QString::number(item.candidates.size())));
        }
        showSummary(found.summary);
        m_canImport = !found.items.empty();
        m_counts->setText(m_canImport
                              ? tr("The first %n row(s). Nothing was changed.", nullptr, static_cast<int>(found.items.size()))
                              : tr("No row could be read."));
        refresh();
    });
}

void ImportDialog::showSummary(const TransferSummary& summary) {
    m_notes->clear();
    for (const contracts::TransferNote& note : summary.notes) {
        m_notes->addItem(note.row > 0 ? tr("Row %1: %2").arg(Wording::count(note.row), note.message) : note.message);
    }
    if (summary.notesInAll > static_cast<qint64>(summary.notes.size())) {
        m_notes->addItem(
            tr("… and %1 more.").arg(Wording::count(summary.notesInAll - static_cast<qint64>(summary.notes.size()))));
    }
    m_notes->setVisible(m_notes->count() > 0);
    if (summary.notesInAll > 0) {
        message().showMessage(MessageKind::Warn, tr("%n row(s) with a problem would be left out. The others are not affected.",
                                                    nullptr, static_cast<int>(summary.notesInAll)));
    }
}

void ImportDialog::run(bool dryRun) {
    if (m_isBusy) {
        return;
    }
    message().hide();
    setBusy(0);
    const QString file = m_file->text().trimmed();
    const contracts::JobId job = m_desk.importFile(
        {file, format(), dryRun}, this, [this, dryRun, file](const contracts::Outcome<TransferSummary>& outcome) {
            m_isBusy = false;
            m_job = 0;
            m_progress->hide();
            m_cancel->setText(tr("Cancel"));
            if (outcome.isProblem()) {
                showProblem(outcome.problem());
            } else if (outcome.isCancelled()) {
                message().showMessage(MessageKind::Info, dryRun ? tr("The check was cancelled.")
                                                                : tr("The import was cancelled. Nothing was added."));
            } else {
                const TransferSummary& summary = outcome.value();
                showSummary(summary);
                const auto good = static_cast<int>(summary.written);
                if (dryRun) {
                    m_counts->setText(tr("%1 rows read, %2 can be imported, %3 with a problem. Nothing was changed.")
                                          .arg(Wording::count(summary.read), Wording::count(summary.written),
                                               Wording::count(summary.notesInAll)));
                } else {
                    m_isDone = true;
                    m_counts->setText(tr("%1 rows read, %2 with a problem.")
                                          .arg(Wording::count(summary.read), Wording::count(summary.notesInAll)));
                    message().showMessage(MessageKind::Good, tr("Added %n item(s).", nullptr, good));
                    Q_EMIT imported(file, summary);
                }
            }
            refresh();
        });
    if (m_isBusy) {
        setBusy(job);
    }
}

void ImportDialog::setBusy(contracts::JobId job) {
    m_isBusy = true;
    m_job = job;
    m_progress->setFraction(-1);
    m_progress->show();
    m_cancel->setText(tr("Stop"));
    refresh();
}

void ImportDialog::refresh() {
    m_file->setEnabled(!m_isBusy);
    m_format->setEnabled(!m_isBusy);
    m_check->setVisible(!m_isDone);
    m_check->setEnabled(m_canImport && !m_isBusy);
    m_import->setText(m_isDone ? tr("Close") : tr("Import"));
    m_import->setEnabled(m_isDone || (m_canImport && !m_isBusy));
    m_cancel->setVisible(!m_isDone);
}

void ImportDialog::reject() {
    if (m_isBusy && m_job != 0) {
        m_desk.cancel(m_job);
        return;
    }
    DialogFrame::reject();
}

void ImportDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (!m_isBusy && !DropContent::sort(event->mimeData()->urls()).records.isEmpty()) {
        event->acceptProposedAction();
    }
}

void ImportDialog::dropEvent(QDropEvent* event) {
    const DropContent content = DropContent::sort(event->mimeData()->urls());
    if (!content.records.isEmpty()) {
        event->acceptProposedAction();
        setFile(content.records.first());
    }
}

} // namespace trutina::ui
