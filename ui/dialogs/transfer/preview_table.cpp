// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/transfer/preview_table.h"

#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"

#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {

constexpr int kExcerpt = 160;

QString oneLine(const std::string& text) {
    return QString::fromStdString(text).left(kExcerpt).simplified();
}

QString excerptOf(const std::vector<storage::Turn>& turns) {
    return turns.empty() ? QString() : oneLine(turns.back().content);
}

} // namespace

PreviewTable::PreviewTable(QWidget* parent) : QFrame(parent), m_rows(new QTableWidget) {
    setProperty("panel", QStringLiteral("card"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(size::hairline, size::hairline, size::hairline, size::hairline);
    layout->addWidget(m_rows);
    m_rows->setAccessibleName(tr("The first ten rows"));
    m_rows->verticalHeader()->hide();
    m_rows->verticalHeader()->setDefaultSectionSize(scaled(size::control));
    m_rows->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_rows->horizontalHeader()->setHighlightSections(false);
    m_rows->setShowGrid(false);
    m_rows->setWordWrap(false);
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setSelectionMode(QAbstractItemView::NoSelection);
    m_rows->setFocusPolicy(Qt::TabFocus);
    m_rows->setTabKeyNavigation(false);
    setMinimumHeight(scaled(size::previewLeast));
    clear();
}

void PreviewTable::setHeads(const QStringList& heads) {
    m_rows->setRowCount(0);
    m_rows->setColumnCount(static_cast<int>(heads.size()));
    m_rows->setHorizontalHeaderLabels(heads);
    for (int column = 0; column < heads.size(); ++column) {
        m_rows->horizontalHeader()->setSectionResizeMode(column, column == 0 || column == 2 ? QHeaderView::Stretch
                                                                                            : QHeaderView::ResizeToContents);
    }
}

void PreviewTable::clear() {
    setHeads({tr("Prompt"), tr("Media"), tr("Answers"), tr("Judged")});
}

void PreviewTable::add(const QStringList& cells) {
    const int row = m_rows->rowCount();
    m_rows->insertRow(row);
    for (int column = 0; column < cells.size(); ++column) {
        auto* cell = new QTableWidgetItem(cells.at(column));
        cell->setToolTip(cells.at(column));
        m_rows->setItem(row, column, cell);
    }
}

void PreviewTable::show(const contracts::TransferPreview& preview) {
    const auto decisionWords = [](storage::Decision decision, int winner) {
        switch (decision) {
        case storage::Decision::Winner:
            return tr("answer %1").arg(winner + 1);
        case storage::Decision::Tie:
            return tr("tie");
        case storage::Decision::AllBad:
            return tr("all bad");
        case storage::Decision::Skip:
            return tr("skip");
        }
        return QString();
    };
    if (!preview.verdicts.empty()) {
        setHeads({tr("Prompt"), tr("Item"), tr("Judge"), tr("Verdict")});
        for (const contracts::VerdictRow& verdict : preview.verdicts) {
            add({verdict.prompt.left(kExcerpt).simplified(), QString::number(verdict.item), verdict.judge,
                 decisionWords(verdict.decision, verdict.winner)});
        }
        return;
    }
    clear();
    for (const storage::NewItem& item : preview.items) {
        QStringList answers;
        for (const storage::NewCandidate& candidate : item.candidates) {
            const QString words = excerptOf(candidate.turns);
            answers.append(words.isEmpty() && !candidate.media.empty()
                               ? QString::fromStdString(candidate.media.front().file.filename().string())
                               : words);
        }
        QStringList votes;
        for (const storage::ImportedVote& vote : item.votes) {
            votes.append(tr("%1: %2").arg(QString::fromStdString(vote.annotator), decisionWords(vote.decision, vote.winner)));
        }
        add({item.prompt.empty() ? tr("no text") : excerptOf(item.prompt),
             item.media.empty() ? tr("text") : QString::number(item.media.size()), answers.join(tr(" · ")),
             votes.isEmpty() ? tr("open") : votes.join(tr(", "))});
    }
}

int PreviewTable::rows() const {
    return m_rows->rowCount();
}

QString PreviewTable::text(int row, int column) const {
    return m_rows->item(row, column)->text();
}

} // namespace trutina::ui
