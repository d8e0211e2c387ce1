// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include "ui/dialogs/transfer/number_fields.h"
#include "ui/dialogs/transfer/report_view.h"
#include "ui/dialogs/transfer/vote_rule_form.h"
#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/folder_chooser.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/place_check.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"
#include "ui/widgets/wrapped_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace trutina::ui {

namespace {
constexpr auto kPurpose = "export";
constexpr auto kFormat = "export.format";
constexpr double kPercent = 100;
} // namespace

ExportDialog::ExportDialog(contracts::TransferDesk& desk, Preferences& preferences, const QString& projectName, QWidget* parent)
    : WizardFrame(tr("Export"), size::dialogWide, parent),
      m_desk(desk),
      m_preferences(preferences),
      m_votes(new VoteRuleForm),
      m_format(new QComboBox),
      m_description(new WrappedLabel),
      m_media(new QComboBox),
      m_sheets(new QCheckBox(tr("Show each video as one picture of its frames; pairs with videos are left out otherwise"))),
      m_margin(new QCheckBox(tr("Write how much better the better answer is, where the format can"))),
      m_validation(numberField(tr("Validation in percent"), 0, 90, 0, 5, 1, tr("none"))),
      m_test(numberField(tr("Test in percent"), 0, 90, 0, 5, 1, tr("none"))),
      m_seed(new QLineEdit),
      m_folder(new QLineEdit),
      m_place(new PlaceCheck(this)),
      m_replace(new QCheckBox(tr("Replace what an earlier export left there"))),
      m_counts(new WrappedLabel({}, TextRole::Interface, TextWeight::Medium, ColorRole::Text)),
      m_card(new QTextBrowser),
      m_report(new ReportView(tr("Item %1: %2"))),
      m_progress(new ThinProgress(tr("Progress of the export"))) {
    QVBoxLayout* votes = addStep(tr("Votes"));
    votes->addWidget(m_votes);
    votes->addStretch(1);
    buildFormatStep();
    buildFolderStep(projectName);
    m_progress->hide();
    body()->addWidget(m_progress);
    setMinimumHeight(scaled(size::dialogTall));

    m_show = addQuiet(tr("Open folder"));
    m_show->hide();
    connect(m_show, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder())); });
    connect(m_votes, &VoteRuleForm::changed, this, &ExportDialog::refresh);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::offerFormat);
    connect(m_folder, &QLineEdit::textChanged, this, [this] {
        m_place->look(folder());
        refresh();
    });
    connect(m_place, &PlaceCheck::answered, this, &ExportDialog::refresh);
    connect(m_replace, &QCheckBox::toggled, this, &ExportDialog::refresh);
    for (QDoubleSpinBox* share : {m_validation, m_test}) {
        connect(share, &QDoubleSpinBox::valueChanged, this, &ExportDialog::refresh);
    }
    connect(&desk, &contracts::TransferDesk::jobsChanged, this, [this](const QList<contracts::JobState>& jobs) {
        for (const contracts::JobState& job : jobs) {
            if (job.id == m_job || job.id == m_count) {
                m_progress->setFraction(job.fraction);
            }
        }
    });
    desk.annotators(this, [this](const contracts::Outcome<std::vector<contracts::TransferAnnotator>>& outcome) {
        if (outcome.isValue()) {
            m_votes->setAnnotators(outcome.value());
        } else if (outcome.isProblem()) {
            showProblem(outcome.problem());
        }
        refresh();
    });
    offerFormat();
}

ExportDialog::~ExportDialog() {
    if (m_count != 0) {
        m_desk.cancel(m_count);
    }
}

void ExportDialog::buildFormatStep() {
    QVBoxLayout* step = addStep(tr("Format"));
    for (const contracts::TransferFormat& format : m_desk.formats()) {
        if (format.canExport) {
            m_formats.push_back(format);
            m_format->addItem(format.title, format.name);
        }
    }
    m_format->setObjectName(QStringLiteral("format"));
    // What was chosen last, or else the form that most trainers read.
    const QString last = QString::fromUtf8(m_preferences.viewState(QString::fromLatin1(kFormat)));
    m_format->setCurrentIndex(std::max(0, m_format->findData(last.isEmpty() ? QStringLiteral("trl") : last)));
    addFieldTo(*step, tr("Format"), m_format);
    step->addWidget(m_description);
    m_media->setObjectName(QStringLiteral("media"));
    m_sheets->setObjectName(QStringLiteral("sheets"));
    auto* media = new QVBoxLayout;
    media->setSpacing(space::s);
    media->addWidget(m_media);
    media->addWidget(m_sheets);
    addFieldTo(*step, tr("Pictures and videos"), media);
    m_margin->setObjectName(QStringLiteral("margin"));
    auto* margin = new QVBoxLayout;
    margin->addWidget(m_margin);
    addFieldTo(*step, tr("Margin"), margin);
    auto* splits = new QVBoxLayout;
    splits->setSpacing(space::s);
    for (QDoubleSpinBox* share : {m_validation, m_test}) {
        share->setSuffix(tr(" %"));
    }
    m_validation->setObjectName(QStringLiteral("validation"));
    m_test->setObjectName(QStringLiteral("test"));
    splits->addLayout(sentence(tr("For validation"), m_validation));
    splits->addLayout(sentence(tr("For testing"), m_test));
    m_seed->setFixedWidth(scaled(size::labelColumn));
    m_seed->setAccessibleName(tr("Seed of the split"));
    splits->addLayout(sentence(tr("Another word divides in another way"), m_seed));
    addFieldTo(*step, tr("Split"), splits,
               tr("By a hash of the prompt and its media: the same question is never in two splits."));
    step->addStretch(1);
}

const contracts::TransferFormat* ExportDialog::format() const {
    const int row = m_format->currentIndex();
    return row < 0 ? nullptr : &m_formats[static_cast<std::size_t>(row)];
}

void ExportDialog::offerFormat() {
    const contracts::TransferFormat* chosen = format();
    if (chosen == nullptr) {
        return;
    }
    m_description->setText(chosen->description);
    const QString media = m_media->currentData().toString();
    m_media->clear();
    m_media->addItem(tr("Copy pictures and videos into the folder"), QStringLiteral("copy"));
    m_media->addItem(tr("Refer to them where they are"), QStringLiteral("link"));
    if (chosen->canEmbed) {
        m_media->addItem(tr("Write them into the records"), QStringLiteral("embed"));
    }
    m_media->setCurrentIndex(std::max(0, m_media->findData(media)));
    m_sheets->setVisible(chosen->canShowSheets);
    refresh();
}

void ExportDialog::buildFolderStep(const QString& projectName) {
    QVBoxLayout* step = addStep(tr("Folder"));
    QString name = projectName;
    name.replace(QLatin1Char('/'), QLatin1Char('-'));
    m_folder->setText(QDir::toNativeSeparators(
        QDir(m_preferences.folderFor(QString::fromLatin1(kPurpose))).filePath(tr("%1 export").arg(name))));
    m_folder->setAccessibleName(tr("Folder"));
    m_folder->setObjectName(QStringLiteral("folder"));
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &ExportDialog::chooseFolder);
    auto* row = new QHBoxLayout;
    row->addWidget(m_folder, 1);
    row->addWidget(choose);
    addFieldTo(*step, tr("Folder"), row);
    m_replace->setObjectName(QStringLiteral("replace"));
    step->addWidget(m_replace);
    step->addWidget(m_counts);
    m_card->setAccessibleName(tr("The data card"));
    m_card->setObjectName(QStringLiteral("card"));
    m_card->setOpenLinks(false);
    m_card->setProperty("framed", true);
    m_card->setMinimumHeight(scaled(size::previewLeast));
    step->addWidget(new TextLabel(tr("Data card"), TextRole::Label, TextWeight::Medium, ColorRole::MutedText));
    step->addWidget(m_card, 2);
    step->addWidget(m_report, 1);
}

void ExportDialog::chooseFolder() {
    connect(openFolderChooser(this, tr("Choose a folder for the export"), m_folder->text()), &QFileDialog::fileSelected, m_folder,
            [this](const QString& folder) { m_folder->setText(QDir::toNativeSeparators(folder)); });
}

contracts::ExportChoice ExportDialog::choice() const {
    contracts::ExportChoice choice;
    choice.format = m_format->currentData().toString();
    choice.directory = folder();
    choice.media = m_media->currentData().toString();
    choice.frameSheets = format() != nullptr && format()->canShowSheets && m_sheets->isChecked();
    choice.replaceExisting = m_replace->isChecked();
    m_votes->fill(choice);
    choice.writesMargin = m_margin->isChecked();
    choice.validationShare = m_validation->value() / kPercent;
    choice.testShare = m_test->value() / kPercent;
    choice.splitSeed = m_seed->text();
    return choice;
}

QString ExportDialog::folder() const {
    return QDir::fromNativeSeparators(m_folder->text().trimmed());
}

void ExportDialog::count() {
    if (m_count != 0) {
        m_desk.cancel(std::exchange(m_count, 0));
    }
    const int number = ++m_countNumber;
    m_hasRows = false;
    m_isDone = false;
    m_isCounting = true;
    m_report->clear();
    m_card->clear();
    m_counts->setText(tr("Counting what would be written…"));
    m_progress->setFraction(-1);
    m_progress->show();
    contracts::ExportChoice wanted = choice();
    wanted.dryRun = true;
    refresh();
    const contracts::JobId job =
        m_desk.exportProject(wanted, this, [this, number](const contracts::Outcome<contracts::TransferSummary>& outcome) {
            if (number != m_countNumber) {
                return;
            }
            m_count = 0;
            m_isCounting = false;
            m_progress->hide();
            m_counts->setText({});
            if (outcome.isProblem()) {
                showProblem(outcome.problem());
            } else if (outcome.isValue()) {
                const contracts::TransferSummary& summary = outcome.value();
                m_hasRows = summary.written > 0;
                m_counts->setText(m_hasRows ? tr("%1 rows would be written from %2 items.")
                                                  .arg(Wording::count(summary.written), Wording::count(summary.read))
                                            : tr("Nothing would be written: none of the %1 items gives a row by these rules.")
                                                  .arg(Wording::count(summary.read)));
                m_card->setMarkdown(summary.dataCard);
                m_report->show(summary);
            }
            refresh();
        });
    m_count = m_isCounting ? job : 0;
}

void ExportDialog::run() {
    m_isBusy = true;
    m_progress->setFraction(-1);
    m_progress->show();
    message().hide();
    refresh();
    const contracts::JobId job =
        m_desk.exportProject(choice(), this, [this](const contracts::Outcome<contracts::TransferSummary>& outcome) {
            m_isBusy = false;
            m_job = 0;
            m_progress->hide();
            if (outcome.isValue()) {
                finish(outcome.value());
            }
            refresh();
            if (outcome.isProblem()) {
                showProblem(outcome.problem());
            } else if (outcome.isCancelled()) {
                message().showMessage(MessageKind::Info, tr("The export was cancelled. The folder is as it was."));
            }
        });
    m_job = m_isBusy ? job : 0;
}

void ExportDialog::finish(const contracts::TransferSummary& summary) {
    m_isDone = true;
    m_preferences.setViewState(QString::fromLatin1(kFormat), m_format->currentData().toString().toUtf8());
    m_preferences.setFolderFor(QString::fromLatin1(kPurpose), QFileInfo(folder()).absolutePath());
    m_report->show(summary);
    m_counts->setText(
        summary.notesInAll > 0
            ? tr("Left out or changed: %1. All of it is listed in report.json.").arg(Wording::count(summary.notesInAll))
            : tr("Nothing was left out."));
    message().setClosable(true);
    message().showMessage(
        MessageKind::Good,
        tr("Wrote %n record(s) to %1.", nullptr, static_cast<int>(summary.written)).arg(Wording::path(m_folder->text())));
    Q_EMIT exported(m_folder->text(), summary);
}

bool ExportDialog::mayGoOn() const {
    if (m_isDone) {
        return true;
    }
    if (m_isBusy || !m_votes->missing().isEmpty() || m_format->count() == 0 || m_validation->value() + m_test->value() > 90) {
        return false;
    }
    return step() != FolderStep ||
           (m_hasRows && !folder().isEmpty() && m_place->found().has_value() && (!isOccupied() || m_replace->isChecked()));
}

bool ExportDialog::isOccupied() const {
    return step() == FolderStep && m_place->found() == Place::Something;
}

QString ExportDialog::lastVerb() const {
    return m_isDone ? tr("Close") : tr("Export");
}

void ExportDialog::takeLastStep() {
    if (m_isDone) {
        accept();
    } else {
        run();
    }
}

void ExportDialog::enterStep(int step) {
    if (step == FolderStep) {
        m_place->look(folder());
        count();
    } else if (m_count != 0) {
        ++m_countNumber;
        m_isCounting = false;
        m_desk.cancel(std::exchange(m_count, 0));
        m_progress->hide();
    }
    m_isDone = false;
    refresh();
}

void ExportDialog::refresh() {
    m_replace->setVisible(isOccupied());
    m_show->setVisible(m_isDone);
    if (!m_isBusy && !m_isDone) {
        message().setClosable(false);
        if (const QString missing = m_votes->missing(); step() == VoteStep && !missing.isEmpty()) {
            message().showMessage(MessageKind::Info, missing);
        } else if (step() == FormatStep && m_validation->value() + m_test->value() > 90) {
            message().showMessage(MessageKind::Warn, tr("Leave at least a tenth of the prompts for training."));
        } else if (isOccupied() && !m_replace->isChecked()) {
            message().showMessage(MessageKind::Warn, tr("The folder is not empty. Choose another one, or tick “Replace”."));
        } else {
            message().hide();
        }
    }
    refreshSteps();
}

void ExportDialog::reject() {
    if (m_isBusy && m_job != 0) {
        m_desk.cancel(m_job);
        return;
    }
    WizardFrame::reject();
}

} // namespace trutina::ui
