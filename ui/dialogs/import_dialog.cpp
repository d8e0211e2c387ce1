// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/import_dialog.h"

#include "ui/dialogs/transfer/column_mapping.h"
#include "ui/dialogs/transfer/number_fields.h"
#include "ui/dialogs/transfer/pair_rule_form.h"
#include "ui/dialogs/transfer/preview_table.h"
#include "ui/dialogs/transfer/report_view.h"
#include "ui/models/drop_content.h"
#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"
#include "ui/widgets/wrapped_label.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QVBoxLayout>

namespace trutina::ui {

using contracts::TransferFormat;
using contracts::TransferPreview;
using contracts::TransferSummary;

namespace {

constexpr auto kPurpose = "import";
constexpr auto kAutomatic = "auto";
constexpr int kPatience = 250; ///< milliseconds after the last change before the rows are read again

QVBoxLayout* boxIn(QWidget& widget) {
    auto* layout = new QVBoxLayout(&widget);
    layout->setContentsMargins({});
    layout->setSpacing(space::m);
    return layout;
}

} // namespace

ImportDialog::ImportDialog(contracts::TransferDesk& desk, Preferences& preferences, QWidget* parent)
    : WizardFrame(tr("Import"), size::dialogWide, parent),
      m_desk(desk),
      m_formats(desk.formats()),
      m_preferences(preferences),
      m_file(new QLineEdit),
      m_format(new QComboBox),
      m_guess(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_description(new WrappedLabel),
      m_columns(new ColumnMapping),
      m_annotator(new QLineEdit),
      m_mediaFolder(new QLineEdit),
      m_pairBox(new QWidget),
      m_pairs(new PairRuleForm),
      m_verdictBox(new QWidget),
      m_tieWithin(numberField(tr("Level within"), 0, 1e9, 0, 0.5, 3)),
      m_promptBox(new QWidget),
      m_prompt(new QLineEdit),
      m_plan(new WrappedLabel({}, TextRole::Interface)),
      m_rows(new PreviewTable),
      m_counts(new TextLabel({}, TextRole::Label, TextWeight::Medium, ColorRole::MutedText)),
      m_report(new ReportView(tr("Row %1: %2"))),
      m_progress(new ThinProgress(tr("Progress of the import"))) {
    setAcceptDrops(true);
    buildFileStep();
    QVBoxLayout* columns = addStep(tr("Columns"));
    columns->addWidget(hintLabel(
        tr("What the file calls its parts, and under which name they are read. Change a name where the file has its own.")));
    columns->addWidget(m_columns);
    columns->addStretch(1);
    buildRuleStep();
    buildImportStep();

    body()->addWidget(m_counts);
    body()->addWidget(m_rows, 1);
    body()->addWidget(m_report, 1);
    m_progress->hide();
    body()->addWidget(m_progress);
    setMinimumHeight(scaled(size::dialogTall));

    m_check = addQuiet(tr("Check the whole file"));
    m_check->setToolTip(tr("Reads everything and reports what would be left out. Changes nothing."));
    connect(m_check, &QPushButton::clicked, this, [this] { run(true); });
    m_previewTimer.setSingleShot(true);
    m_previewTimer.setInterval(kPatience);
    connect(&m_previewTimer, &QTimer::timeout, this, &ImportDialog::preview);
    connect(m_columns, &ColumnMapping::changed, this, &ImportDialog::previewSoon);
    connect(m_pairs, &PairRuleForm::changed, this, &ImportDialog::previewSoon);
    connect(m_tieWithin, &QDoubleSpinBox::valueChanged, this, &ImportDialog::previewSoon);
    for (QLineEdit* field : {m_annotator, m_mediaFolder, m_prompt}) {
        connect(field, &QLineEdit::textEdited, this, &ImportDialog::previewSoon);
    }
    connect(&desk, &contracts::TransferDesk::jobsChanged, this, [this](const QList<contracts::JobState>& jobs) {
        for (const contracts::JobState& job : jobs) {
            if (job.id == m_job) {
                m_progress->setFraction(job.fraction);
            }
        }
    });
    refresh();
}

ImportDialog::~ImportDialog() {
    if (m_look != 0) {
        m_desk.cancel(m_look);
    }
}

void ImportDialog::buildFileStep() {
    QVBoxLayout* step = addStep(tr("File"));
    m_file->setPlaceholderText(tr("Choose a file or a folder, or drop one here"));
    m_file->setAccessibleName(tr("File"));
    m_file->setObjectName(QStringLiteral("file"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_file, 1);
    for (const bool isFolder : {false, true}) {
        auto* button = new QPushButton(isFolder ? tr("Folder…") : tr("Choose…"));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, isFolder] { chooseFile(isFolder); });
        row->addWidget(button);
    }
    addFieldTo(*step, tr("File"), row);

    m_format->addItem(tr("Guess from the file"), QString::fromLatin1(kAutomatic));
    for (const TransferFormat& format : m_formats) {
        if (format.canImport) {
            m_format->addItem(format.title, format.name);
            m_format->setItemData(m_format->count() - 1, format.description, Qt::ToolTipRole);
        }
    }
    m_format->setAccessibleName(tr("Format"));
    m_format->setObjectName(QStringLiteral("format"));
    auto* formatRow = new QHBoxLayout;
    formatRow->addWidget(m_format);
    formatRow->addWidget(m_guess, 1);
    addFieldTo(*step, tr("Format"), formatRow);
    step->addWidget(m_description);
    step->addStretch(1);
    connect(m_file, &QLineEdit::editingFinished, this, [this] {
        if (m_file->isModified()) { // otherwise the field only lost the focus
            m_file->setModified(false);
            preview();
        }
    });
    connect(m_format, &QComboBox::currentIndexChanged, this, &ImportDialog::preview);
}

void ImportDialog::buildRuleStep() {
    QVBoxLayout* step = addStep(tr("Rules"));
    addFieldTo(*boxIn(*m_pairBox), tr("Several answers to one question"), [this] {
        auto* layout = new QVBoxLayout;
        layout->addWidget(m_pairs);
        return layout;
    }());
    QVBoxLayout* verdicts = boxIn(*m_verdictBox);
    addFieldTo(*verdicts, tr("Scores of a judge"), sentence(tr("Level when they lie no further apart than"), m_tieWithin));
    QVBoxLayout* prompt = boxIn(*m_promptBox);
    addFieldTo(*prompt, tr("Prompt"), m_prompt, tr("Of folders that hold no prompt.txt."));
    step->addWidget(m_promptBox);
    step->addWidget(m_pairBox);
    step->addWidget(m_verdictBox);
    m_annotator->setPlaceholderText(tr("imported"));
    m_annotator->setObjectName(QStringLiteral("annotator"));
    addFieldTo(*step, tr("Whose judgements are those that name nobody"), m_annotator,
               tr("Judgements that come with the data never count as yours."));
    m_mediaFolder->setPlaceholderText(tr("The file's own folder"));
    m_mediaFolder->setObjectName(QStringLiteral("mediaFolder"));
    addFieldTo(*step, tr("Paths of pictures and videos are relative to"), m_mediaFolder);
    step->addStretch(1);
}

void ImportDialog::buildImportStep() {
    QVBoxLayout* step = addStep(tr("Import"));
    step->addWidget(m_plan);
    step->addStretch(1);
}

TransferFormat ImportDialog::format() const {
    const QString chosen = m_format->currentData().toString();
    const QString name = chosen == QLatin1String(kAutomatic) ? m_told : chosen;
    for (const TransferFormat& format : m_formats) {
        if (format.name == name) {
            return format;
        }
    }
    return {};
}

contracts::ImportChoice ImportDialog::choice() const {
    contracts::ImportChoice choice;
    choice.file = m_file->text().trimmed();
    choice.format = m_format->currentData().toString();
    choice.columns = m_columns->mapping();
    choice.annotator = m_annotator->text().trimmed();
    choice.mediaFolder = m_mediaFolder->text().trimmed();
    const TransferFormat known = format();
    choice.prompt = known.takesPrompt ? m_prompt->text().trimmed() : QString();
    choice.tieWithin = known.judgesItems ? m_tieWithin->value() : 0;
    if (known.buildsPairs) {
        choice.pairs = m_pairs->choice();
    }
    return choice;
}

void ImportDialog::chooseFile(bool isFolder) {
    QStringList patterns;
    for (const TransferFormat& format : m_formats) {
        for (const QString& ending : format.extensions) {
            patterns.append(QStringLiteral("*.") + QString(ending).remove(QLatin1Char('*')).remove(QLatin1Char('.')));
        }
    }
    patterns.removeDuplicates();
    const QString purpose = QString::fromLatin1(kPurpose);
    auto* dialog = new QFileDialog(this, isFolder ? tr("Choose a folder to import") : tr("Choose a file to import"),
                                   m_preferences.folderFor(purpose),
                                   tr("Data sets (%1);;All files (*)").arg(patterns.join(QLatin1Char(' '))));
    dialog->setFileMode(isFolder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, purpose](const QString& file) {
        m_preferences.setFolderFor(purpose, QFileInfo(file).absolutePath());
        setFile(file);
    });
    dialog->open();
}

void ImportDialog::setFile(const QString& file) {
    m_file->setText(QFileInfo(file).absoluteFilePath());
    preview();
}

void ImportDialog::previewSoon() {
    m_previewTimer.start();
    refresh();
}

void ImportDialog::preview() {
    m_previewTimer.stop();
    if (m_isBusy) {
        return;
    }
    if (m_look != 0) {
        m_desk.cancel(std::exchange(m_look, 0));
    }
    const int number = ++m_previewNumber;
    m_canImport = false;
    m_isDone = false;
    m_report->clear();
    message().hide();
    const contracts::ImportChoice wanted = choice();
    if (wanted.file.isEmpty()) {
        m_rows->clear();
        m_guess->setText({});
        m_counts->setText({});
        refresh();
        return;
    }
    m_counts->setText(tr("Reading the first rows…"));
    m_isLooking = true;
    refresh();
    const contracts::JobId job = m_desk.preview(wanted, this, [this, number](const contracts::Outcome<TransferPreview>& outcome) {
        if (number != m_previewNumber) {
            return;
        }
        m_look = 0;
        m_isLooking = false;
        m_counts->setText({});
        if (outcome.isProblem()) {
            m_rows->clear();
            showProblem(outcome.problem());
        } else if (outcome.isValue()) {
            showPreview(outcome.value());
        }
        refresh();
    });
    m_look = m_isLooking ? job : 0;
}

void ImportDialog::showPreview(const TransferPreview& found) {
    const QString before = format().name;
    m_told = found.format;
    if (m_format->currentData().toString() == QLatin1String(kAutomatic)) {
        const int index = m_format->findData(found.format);
        m_guess->setText(tr("It looks like “%1”.").arg(index >= 0 ? m_format->itemText(index) : found.format));
    } else {
        m_guess->setText({});
    }
    m_columns->setColumns(found.columns);
    m_rows->show(found);
    const auto rows = static_cast<int>(found.items.size() + found.verdicts.size());
    m_canImport = rows > 0;
    m_counts->setText(m_canImport ? tr("The first %n row(s), as they would be imported. Nothing was changed.", nullptr, rows)
                                  : tr("Nothing of the first rows can be imported like this."));
    m_report->show(found.summary);
    if (found.summary.notesInAll > 0) {
        message().showMessage(MessageKind::Warn, tr("%n row(s) with a problem would be left out. The others are not affected.",
                                                    nullptr, static_cast<int>(found.summary.notesInAll)));
    }
    // The rules of a format apply as soon as it is known which one it is.
    if (before != format().name && format().buildsPairs && !m_pairs->choice().rating.isEmpty()) {
        previewSoon();
    }
}

void ImportDialog::run(bool dryRun) {
    if (m_isBusy) {
        return;
    }
    message().hide();
    m_isBusy = true;
    m_progress->setFraction(-1);
    m_progress->show();
    contracts::ImportChoice wanted = choice();
    wanted.dryRun = dryRun;
    refresh();
    const contracts::JobId job =
        m_desk.importFile(wanted, this, [this, dryRun](const contracts::Outcome<TransferSummary>& outcome) {
            m_isBusy = false;
            m_job = 0;
            m_progress->hide();
            if (outcome.isProblem()) {
                showProblem(outcome.problem());
            } else if (outcome.isCancelled()) {
                message().showMessage(MessageKind::Info, dryRun ? tr("The check was cancelled.")
                                                                : tr("The import was cancelled. Nothing was added."));
            } else {
                finish(outcome.value(), dryRun);
            }
            refresh();
        });
    m_job = m_isBusy ? job : 0;
}

void ImportDialog::finish(const TransferSummary& summary, bool dryRun) {
    m_report->show(summary);
    const auto good = static_cast<int>(summary.written);
    const bool judges = format().judgesItems;
    if (dryRun) {
        m_counts->setText(
            tr("%1 rows read, %2 can be imported, %3 with a problem. Nothing was changed.")
                .arg(Wording::count(summary.read), Wording::count(summary.written), Wording::count(summary.notesInAll)));
        return;
    }
    m_isDone = true;
    m_counts->setText(
        tr("%1 rows read, %2 with a problem.").arg(Wording::count(summary.read), Wording::count(summary.notesInAll)));
    message().showMessage(MessageKind::Good, judges ? tr("Added %n verdict(s). Undo takes them back.", nullptr, good)
                                                    : tr("Added %n item(s). Undo takes them back.", nullptr, good));
    Q_EMIT imported(m_file->text().trimmed(), summary);
}

bool ImportDialog::mayGoOn() const {
    if (m_isDone) {
        return true;
    }
    const bool isComplete = step() != RuleStep || !format().buildsPairs || m_pairs->missing().isEmpty();
    // Columns and rules may be what a file needs before it gives anything.
    const bool isReadable = m_canImport || (step() < RuleStep && !m_columns->columns().isEmpty());
    return !m_isBusy && isComplete && isReadable && !m_previewTimer.isActive();
}

QString ImportDialog::lastVerb() const {
    return m_isDone ? tr("Close") : tr("Import");
}

void ImportDialog::takeLastStep() {
    if (m_isDone) {
        accept();
    } else {
        run(false);
    }
}

void ImportDialog::enterStep(int step) {
    if (step == ImportStep) {
        const QString name = QFileInfo(m_file->text().trimmed()).fileName();
        m_plan->setText(
            format().judgesItems
                ? tr("The verdicts of %1 become votes of their judges, in one step that can be undone.").arg(name)
                : tr("What %1 holds is added as items, in one step that can be undone. Read as “%2”.").arg(name, format().title));
    }
    refresh();
}

void ImportDialog::refresh() {
    const TransferFormat known = format();
    m_file->setEnabled(!m_isBusy);
    m_format->setEnabled(!m_isBusy);
    m_description->setText(known.description);
    m_pairBox->setVisible(known.buildsPairs);
    m_verdictBox->setVisible(known.judgesItems);
    m_promptBox->setVisible(known.takesPrompt);
    setStepUsed(ColumnStep, m_columns->columns().size() > 0 || known.name.isEmpty());
    if (const QString missing = m_pairs->missing(); known.buildsPairs && step() == RuleStep && !missing.isEmpty()) {
        message().showMessage(MessageKind::Info, missing);
    }
    m_check->setVisible(step() == ImportStep && !m_isDone);
    m_check->setEnabled(m_canImport && !m_isBusy);
    refreshSteps();
}

void ImportDialog::reject() {
    if (m_isBusy && m_job != 0) {
        m_desk.cancel(m_job);
        return;
    }
    WizardFrame::reject();
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
