// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/dataset/dataset_page.h"

#include "ui/contracts/project_desk.h"
#include "ui/models/journal_model.h"
#include "ui/models/wording.h"
#include "ui/pages/dataset/journal_delegate.h"
#include "ui/style/tokens.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {

TextLabel* muted(const QString& text) {
    auto* label = new TextLabel(text, TextRole::Label, TextWeight::Regular, ColorRole::MutedText);
    label->setWordWrap(true);
    return label;
}

} // namespace

DatasetPage::DatasetPage(const contracts::Desks& desks, QWidget* parent)
    : QWidget(parent),
      m_desks(desks),
      m_journal(new JournalModel(desks.project, this)),
      m_headline(new TextLabel({}, TextRole::Answer, TextWeight::SemiBold)),
      m_progress(new ThinProgress(tr("Items answered"))),
      m_place(muted({})),
      m_export(new QPushButton(tr("Export…"))),
      m_exportHint(muted({})),
      m_report(muted({})),
      m_notes(new QListWidget),
      m_history(new QListView),
      m_undo(new ActionButton(tr("Undo"), keyText(QKeySequence(Qt::CTRL | Qt::Key_Z)), ButtonVariant::Whisper)),
      m_redo(new ActionButton(tr("Redo"), keyText(QKeySequence(Qt::CTRL | Qt::Key_Y)), ButtonVariant::Whisper)) {
    auto* counts = new Card;
    counts->bodyLayout()->setSpacing(space::m);
    m_headline->setWordWrap(true);
    counts->bodyLayout()->addWidget(m_headline);
    counts->bodyLayout()->addWidget(m_progress);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::xl);
    grid->setVerticalSpacing(0);
    const QStringList names = {tr("items"), tr("open"), tr("decided"), tr("skipped"), tr("flagged")};
    for (int i = 0; i < names.size(); ++i) {
        auto* number = new TextLabel({}, TextRole::PageTitle, TextWeight::SemiBold);
        m_numbers.append(number);
        grid->addWidget(number, 0, i);
        grid->addWidget(muted(names.at(i)), 1, i);
        grid->setColumnStretch(i, 1);
    }
    counts->bodyLayout()->addLayout(grid);
    m_place->setTextInteractionFlags(Qt::TextSelectableByMouse);
    counts->bodyLayout()->addWidget(m_place);

    auto* in = new Card;
    in->bodyLayout()->setSpacing(space::m);
    in->bodyLayout()->addWidget(new TextLabel(tr("Bring items in"), TextRole::Answer, TextWeight::SemiBold));
    in->bodyLayout()->addWidget(muted(tr("From a file of conversation records, or one by one. A preview shows what comes in; "
                                         "rows with a problem are listed and left out.")));
    auto* import = new QPushButton(tr("Import…"));
    auto* newItem = new QPushButton(tr("New item…"));
    auto* merge = new QPushButton(tr("Merge…"));
    merge->setToolTip(tr("Takes in another annotator's project file: the same items with their votes"));
    auto* inButtons = new QHBoxLayout;
    inButtons->setSpacing(space::s);
    inButtons->addWidget(import);
    inButtons->addWidget(newItem);
    inButtons->addWidget(merge);
    inButtons->addStretch(1);
    in->bodyLayout()->addStretch(1);
    in->bodyLayout()->addLayout(inButtons);

    auto* out = new Card;
    out->bodyLayout()->setSpacing(space::m);
    out->bodyLayout()->addWidget(new TextLabel(tr("Take the data set out"), TextRole::Answer, TextWeight::SemiBold));
    out->bodyLayout()->addWidget(m_exportHint);
    m_export->setProperty("variant", QStringLiteral("go"));
    auto* outButtons = new QHBoxLayout;
    outButtons->addWidget(m_export);
    outButtons->addStretch(1);
    out->bodyLayout()->addStretch(1);
    out->bodyLayout()->addLayout(outButtons);

    auto* report = new Card;
    report->setTitle(tr("Last report"));
    report->bodyLayout()->addWidget(m_report);
    m_notes->setAccessibleName(tr("What was left out"));
    m_notes->setProperty("framed", true);
    m_notes->setWordWrap(true);
    m_notes->setSelectionMode(QAbstractItemView::NoSelection);
    m_notes->hide();
    report->bodyLayout()->addWidget(m_notes, 1);
    report->bodyLayout()->addStretch(0);
    m_report->setText(tr("After an import or an export, this is where you read what was left out, and why."));
    report->bodyLayout()->setAlignment(m_report, Qt::AlignTop);

    auto* history = new Card;
    history->setTitle(tr("History"));
    history->setBodyPadding(0, 0);
    history->headerLayout()->addStretch(1);
    history->headerLayout()->addWidget(m_undo);
    history->headerLayout()->addWidget(m_redo);
    m_history->setModel(m_journal);
    m_history->setItemDelegate(new JournalDelegate(m_history));
    m_history->setAccessibleName(tr("Last actions, newest first"));
    m_history->setUniformItemSizes(true);
    m_history->setProperty("inCard", true);
    m_history->viewport()->setAutoFillBackground(false);
    m_history->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    history->bodyLayout()->addWidget(m_history, 1);

    auto* left = new QVBoxLayout;
    left->setSpacing(space::m);
    left->addWidget(counts);
    auto* ways = new QHBoxLayout;
    ways->setSpacing(space::m);
    ways->addWidget(in, 1);
    ways->addWidget(out, 1);
    left->addLayout(ways);
    left->addWidget(report, 1);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(space::m);
    columns->addLayout(left, 3);
    columns->addWidget(history, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::l, space::l, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new TextLabel(tr("Dataset"), TextRole::PageTitle, TextWeight::SemiBold));
    layout->addLayout(columns, 1);

    connect(import, &QPushButton::clicked, this, &DatasetPage::importRequested);
    connect(newItem, &QPushButton::clicked, this, &DatasetPage::newItemRequested);
    connect(merge, &QPushButton::clicked, this, &DatasetPage::mergeRequested);
    connect(m_export, &QPushButton::clicked, this, &DatasetPage::exportRequested);
    connect(m_undo, &QAbstractButton::clicked, this, &DatasetPage::undoRequested);
    connect(m_redo, &QAbstractButton::clicked, this, &DatasetPage::redoRequested);
    connect(m_history, &QListView::activated, this, [this](const QModelIndex& index) {
        const storage::ItemId item{index.data(JournalModel::ItemIdRole).toLongLong()};
        if (item.isValid()) {
            Q_EMIT itemRequested(item);
        }
    });
    connect(&desks.project, &contracts::ProjectDesk::projectOpened, this, &DatasetPage::refreshCounts);
    connect(&desks.project, &contracts::ProjectDesk::projectChanged, this, &DatasetPage::refreshCounts);
    connect(&desks.project, &contracts::ProjectDesk::projectClosed, this, &DatasetPage::refreshCounts);
    connect(&desks.project, &contracts::ProjectDesk::journalChanged, this, &DatasetPage::refreshJournal);
    connect(&desks.project, &contracts::ProjectDesk::projectOpened, this, &DatasetPage::refreshJournal);
    refreshCounts();
    refreshJournal();
}

void DatasetPage::refreshCounts() {
    const auto project = m_desks.project.project();
    const storage::ItemCounts counts = project ? project->counts : storage::ItemCounts{};
    const QList<int> numbers = {counts.all, counts.open, counts.decided, counts.skipped, counts.flagged};
    for (int i = 0; i < numbers.size(); ++i) {
        m_numbers.at(i)->setText(Wording::count(numbers.at(i)));
    }
    m_progress->setFraction(Wording::progressFraction(counts));
    if (counts.all == 0) {
        m_headline->setText(tr("The project holds no items yet"));
    } else if (counts.open == 0) {
        m_headline->setText(tr("Every item is answered"));
    } else {
        m_headline->setText(
            tr("%1 items are answered, %2 wait for you").arg(Wording::progress(counts), Wording::count(counts.open)));
    }
    if (project) {
        m_place->setText(Wording::path(QString::fromStdString(project->file.string())));
    }
    m_export->setEnabled(counts.decided > 0);
    m_exportHint->setText(
        counts.decided > 0
            ? tr("Pairs for training from %n decided item(s). Open and skipped items stay behind; ties as you choose.", nullptr,
                 counts.decided)
            : tr("Decided items become pairs for training. Vote on some items first."));
}

void DatasetPage::refreshJournal() {
    const storage::JournalState state = m_desks.project.journalState();
    m_undo->setEnabled(!state.undoText.empty());
    m_redo->setEnabled(!state.redoText.empty());
    m_undo->setToolTip(state.undoText.empty() ? tr("Nothing to undo")
                                              : tr("Undo: %1").arg(QString::fromStdString(state.undoText)));
    m_redo->setToolTip(state.redoText.empty() ? tr("Nothing to redo")
                                              : tr("Redo: %1").arg(QString::fromStdString(state.redoText)));
}

void DatasetPage::showNotes(const contracts::TransferSummary& summary, const QString& prefix) {
    m_notes->clear();
    for (const contracts::TransferNote& note : summary.notes) {
        m_notes->addItem(note.row > 0 ? prefix.arg(Wording::count(note.row), note.message) : note.message);
    }
    m_notes->setVisible(m_notes->count() > 0);
}

void DatasetPage::showImportReport(const QString& file, const contracts::TransferSummary& summary) {
    m_report->setText(tr("Import of %1: %2 rows read, %3 items added, %4 left out.")
                          .arg(QFileInfo(file).fileName(), Wording::count(summary.read), Wording::count(summary.written),
                               Wording::count(summary.notesInAll)));
    showNotes(summary, tr("Row %1: %2"));
}

void DatasetPage::showExportReport(const QString& folder, const contracts::TransferSummary& summary) {
    m_report->setText(tr("Export to %1: %2 items read, %3 pairs written, %4 notes.")
                          .arg(Wording::path(folder), Wording::count(summary.read), Wording::count(summary.written),
                               Wording::count(summary.notesInAll)));
    showNotes(summary, tr("Item %1: %2"));
}

void DatasetPage::showMergeReport(const QString& file, const storage::MergeReport& report) {
    m_report->setText(tr("Merge of %1: %2 items read, %3 added, %4 votes added, %5 said differently.")
                          .arg(QFileInfo(file).fileName(), Wording::count(report.itemsRead), Wording::count(report.itemsAdded),
                               Wording::count(report.votesAdded), Wording::count(report.conflictsInAll)));
    m_notes->clear();
    for (const storage::MergeConflict& conflict : report.conflicts) {
        m_notes->addItem(QString::fromStdString(conflict.sentence));
    }
    m_notes->setVisible(m_notes->count() > 0);
}

} // namespace trutina::ui
