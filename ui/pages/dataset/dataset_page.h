// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/merge.h"
#include "ui/contracts/desks.h"
#include "ui/contracts/transfer_desk.h"

#include <QWidget>

class QAbstractButton;
class QListView;
class QListWidget;
class QPushButton;

namespace trutina::ui {

class Card;
class JournalModel;
class TextLabel;
class ThinProgress;

/// What the project holds, the ways in and out, the last report, and what was done lately.
class DatasetPage : public QWidget {
    Q_OBJECT
  public:
    explicit DatasetPage(const contracts::Desks& desks, QWidget* parent = nullptr);

    void showImportReport(const QString& file, const contracts::TransferSummary& summary);
    void showExportReport(const QString& folder, const contracts::TransferSummary& summary);
    void showMergeReport(const QString& file, const storage::MergeReport& report);

  Q_SIGNALS:
    void importRequested();
    void exportRequested();
    void newItemRequested();
    void mergeRequested();
    void undoRequested();
    void redoRequested();
    void itemRequested(trutina::storage::ItemId item);

  private:
    void refreshCounts();
    void refreshJournal();
    void showNotes(const contracts::TransferSummary& summary, const QString& prefix);

    contracts::Desks m_desks;
    JournalModel* m_journal;
    TextLabel* m_headline;
    ThinProgress* m_progress;
    QList<TextLabel*> m_numbers;
    TextLabel* m_place;
    QPushButton* m_export;
    TextLabel* m_exportHint;
    TextLabel* m_report;
    QListWidget* m_notes;
    QListView* m_history;
    QAbstractButton* m_undo;
    QAbstractButton* m_redo;
};

} // namespace trutina::ui
