// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/transfer/report_view.h"

#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/text_label.h"

#include <QListWidget>
#include <QVBoxLayout>

namespace trutina::ui {

ReportView::ReportView(const QString& rowWords, QWidget* parent)
    : QWidget(parent),
      m_rowWords(rowWords),
      m_heading(new TextLabel(tr("Left out or changed"), TextRole::Label, TextWeight::Medium, ColorRole::MutedText)),
      m_list(new QListWidget) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(space::xs);
    layout->addWidget(m_heading);
    m_list->setAccessibleName(tr("Left out or changed"));
    m_list->setProperty("framed", true);
    m_list->setMinimumHeight(scaled(size::reportHeight));
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setWordWrap(true);
    layout->addWidget(m_list, 1);
    clear();
}

void ReportView::clear() {
    m_list->clear();
    hide();
}

void ReportView::show(const contracts::TransferSummary& summary) {
    m_list->clear();
    for (const contracts::TransferReason& reason : summary.reasons) {
        auto* item = new QListWidgetItem(
            reason.example.isEmpty() ? tr("%1 × %2").arg(Wording::count(reason.count), reason.code)
                                     : tr("%1 × %2, such as: %3").arg(Wording::count(reason.count), reason.code, reason.example));
        item->setFont(ui::font(TextRole::Interface, TextWeight::Medium));
        m_list->addItem(item);
    }
    for (const contracts::TransferNote& note : summary.notes) {
        m_list->addItem(note.row > 0 ? m_rowWords.arg(Wording::count(note.row), note.message) : note.message);
    }
    if (const auto more = summary.notesInAll - static_cast<qint64>(summary.notes.size()); more > 0) {
        m_list->addItem(tr("… and %1 more.").arg(Wording::count(more)));
    }
    setVisible(m_list->count() > 0);
}

QStringList ReportView::lines() const {
    QStringList lines;
    for (int row = 0; row < m_list->count(); ++row) {
        lines.append(m_list->item(row)->text());
    }
    return lines;
}

} // namespace trutina::ui
